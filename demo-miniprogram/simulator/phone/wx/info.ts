import type { LaunchOptions } from '../launch-options'
import type { Theming } from '../theme'

/** What the mini-program can ask about itself and where it runs. */
export function createInfo(theming: Theming, launchOptions: LaunchOptions, extConfig: object) {
  return {
    getLaunchOptionsSync: () => structuredClone(launchOptions),
    getEnterOptionsSync: () => structuredClone(launchOptions),
    getApiCategory: () => launchOptions.apiCategory,
    getExtConfigSync: () => structuredClone(extConfig),
    getAppBaseInfo: () => ({
      SDKVersion: '3.10.1',
      language: languageOf(navigator.language),
      version: '8.0.60',
      theme: theming.name(),
      host: { env: 'WeChat' },
      enableDebug: false,
    }),
  }
}

/** WeChat says `zh_CN`, `zh_TW`, `zh_HK`, and of other languages just which. */
function languageOf(browserLanguage: string): string {
  const { language, region } = new Intl.Locale(browserLanguage).maximize()
  return language === 'zh' ? `zh_${region}` : language
}
