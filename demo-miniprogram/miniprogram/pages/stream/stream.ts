import { auth } from '../../auth'
import { acting, noOutcome } from '../../outcome/outcome'
import { expectSuccess, letServerForget } from '../../server'
import { answers, labels } from '../../words'
import { createUtf8Reader } from './utf8'

Page({
  ...acting,

  data: { ...noOutcome, status: labels.streamHint, labels, answer: '' },

  onLoad() {
    wx.setNavigationBarTitle({ title: labels.stream })
  },

  ask() {
    return this.run(labels.askStream, () => this.stream())
  },

  forgetAndAsk() {
    return this.run(labels.forgetAndAskStream, async () => {
      await letServerForget()
      return this.stream()
    })
  },

  async stream(): Promise<string> {
    const read = createUtf8Reader()
    let chunks = 0
    this.setData({ answer: '' })
    const task = auth.request({ url: '/stream', enableChunked: true })
    // Nothing comes here of an attempt that the server rejects.
    task.onChunkReceived(({ data }) => {
      chunks++
      this.setData({ answer: this.data.answer + read(data) })
    })
    this.task = task
    const { statusCode } = await task
    // Then what came was not the answer, but why there is none.
    if (statusCode >= 300) this.setData({ answer: '' })
    expectSuccess(statusCode)
    return answers.streamed(chunks)
  },
})
