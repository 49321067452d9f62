import { sequence as words } from '../words'

/** Three lanes, and an arrow for each call between them. A tap on a row shows what travelled. */
Component({
  properties: {
    /** What `drawingOf` makes of the steps. */
    rows: Array,
    /** Where there is nothing to draw. */
    hint: String,
  },

  data: { lanes: words.lanes, unit: words.milliseconds, opened: 0 },

  methods: {
    toggle({ currentTarget }: WechatMiniprogram.BaseEvent<object, { id: number }>) {
      const { id } = currentTarget.dataset
      this.setData({ opened: this.data.opened === id ? 0 : id })
    },
  },
})
