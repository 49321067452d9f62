import { saveFile, temporaryPath } from '../local-files'
import { asyncApi, WxError } from './callbacks'

interface ChooseOptions {
  /** The most that may be chosen. */
  count?: number
}

interface Picture {
  path: string
  size: number
}

/** Pictures from this machine, by the browser's own dialog. */
export const media = {
  chooseMedia: asyncApi('chooseMedia', async (options: ChooseOptions) => {
    const pictures = await choose(options)
    const tempFiles = pictures.map(({ path, size }) => ({ tempFilePath: path, size, fileType: 'image' }))
    return { tempFiles, type: 'image' }
  }),
  chooseImage: asyncApi('chooseImage', async (options: ChooseOptions) => {
    const tempFiles = await choose(options)
    return { tempFiles, tempFilePaths: tempFiles.map(({ path }) => path) }
  }),
}

async function choose({ count = 9 }: ChooseOptions): Promise<Picture[]> {
  const files = await askUser(count)
  return files.slice(0, count).map((file) => {
    const path = temporaryPath(/\.\w+$/.exec(file.name)?.[0])
    saveFile(path, file)
    return { path, size: file.size }
  })
}

function askUser(count: number): Promise<File[]> {
  if (!navigator.userActivation.isActive) throw new WxError('a browser lets choose a file only after a tap')
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = 'image/*'
  input.multiple = count > 1
  return new Promise((resolve, reject) => {
    input.addEventListener('change', () => resolve([...(input.files ?? [])]))
    input.addEventListener('cancel', () => reject(new WxError('cancel')))
    input.click()
  })
}
