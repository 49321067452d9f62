/** It is installed by npm run verify:wechat only; the types of the project are checked without it. */
declare module 'miniprogram-ci'
