module.exports = {
  projectName: 'miniprogram-login-in-taro',
  date: '2026-1-1',
  designWidth: 750,
  sourceRoot: 'src',
  outputRoot: 'dist',
  framework: 'react',
  compiler: 'webpack5',
  mini: { enableSourceMap: true, sourceMapType: 'source-map' },
}
