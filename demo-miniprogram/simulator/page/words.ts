import { en } from '../../miniprogram/words/en'
import { zh } from '../../miniprogram/words/zh'

const chinese = navigator.language.startsWith('zh')

/** What the page around the phone says, in the reader's language. */
export const words = chinese
  ? { title: '小程序', back: '返回', screen: '小程序的屏幕', panel: '实时调用', sequence: zh.sequence }
  : { title: 'Mini-program', back: 'Back', screen: 'The mini-program', panel: 'Calls, live', sequence: en.sequence }

// Which of two looks a Chinese character has depends on the region, too.
document.documentElement.lang = chinese ? navigator.language : 'en'
