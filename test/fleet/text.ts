/** What people read. */
export interface Text {
  en: string
  zh: string
}

export type Language = keyof Text
