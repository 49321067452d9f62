import type { DownloadTask, UploadTask } from 'miniprogram-login'
import { auth } from '../../auth'
import { acting, noOutcome } from '../../outcome/outcome'
import { expectSuccess, letServerForget } from '../../server'
import { answers, labels } from '../../words'

/** Undefined where the visitor thought better of it. */
async function choosePicture(): Promise<WechatMiniprogram.MediaFile | undefined> {
  try {
    const { tempFiles } = await wx.chooseMedia({ count: 1, mediaType: ['image'] })
    return tempFiles[0]
  } catch (failure) {
    if (/cancel/.test((failure as WechatMiniprogram.GeneralCallbackResult).errMsg)) return undefined
    throw failure
  }
}

Page({
  ...acting,

  data: {
    ...noOutcome,
    status: labels.filesHint,
    labels,
    chosen: '',
    downloaded: '',
    step: labels.uploading,
    progress: 0,
  },

  onLoad() {
    wx.setNavigationBarTitle({ title: labels.files })
  },

  choose() {
    const choose = async () => {
      const picture = await choosePicture()
      if (!picture) return answers.nothingChosen
      this.setData({ chosen: picture.tempFilePath, downloaded: '', step: labels.uploading, progress: 0 })
      return answers.pictureChosen(Math.ceil(picture.size / 1024))
    }
    return this.run(labels.choosePicture, choose, choose)
  },

  send() {
    return this.run(labels.send, () => this.thereAndBack())
  },

  forgetAndSend() {
    return this.run(labels.forgetAndSend, () => this.thereAndBack(letServerForget))
  },

  async thereAndBack(beforeEachStep = async () => {}): Promise<string> {
    this.setData({ downloaded: '' })
    await beforeEachStep()
    const id = await this.upload()
    await beforeEachStep()
    this.setData({ downloaded: await this.download(id) })
    return answers.pictureIsBack
  },

  async upload(): Promise<string> {
    const task = auth.uploadFile({ url: '/files', filePath: this.data.chosen, name: 'file' })
    this.follow(labels.uploading, task)
    const { statusCode, data } = await task
    if (statusCode === 413) throw new Error(answers.pictureTooLarge)
    expectSuccess(statusCode)
    return JSON.parse(data).id
  },

  async download(id: string): Promise<string> {
    const task = auth.downloadFile({ url: `/files/${id}` })
    this.follow(labels.downloading, task)
    const { statusCode, tempFilePath } = await task
    // Whatever the server answers becomes a file.
    expectSuccess(statusCode)
    return tempFilePath
  },

  /** Through all attempts: where one is replayed, the bar starts over. */
  follow(step: string, task: UploadTask | DownloadTask) {
    this.task = task
    this.setData({ step, progress: 0 })
    task.onProgressUpdate(({ progress }) => this.setData({ progress }))
  },
})
