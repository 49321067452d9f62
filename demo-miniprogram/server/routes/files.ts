import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ApiError } from '../api-error'
import type { KeptFile, KeptFiles } from '../kept-files'

interface Options {
  keptFiles: KeptFiles
  maxUploads: number
}

const maxFileBytes = 2 * 1024 * 1024

/** Types that a browser shows and never runs. Whatever else it was sent as, a file goes out as bytes. */
const shownTypes = ['image/jpeg', 'image/png', 'image/gif', 'image/webp']

/** Takes a file from wx.uploadFile, and gives it back to whom it is from. */
export async function fileRoutes(api: FastifyInstance, { keptFiles, maxUploads }: Options): Promise<void> {
  // Forms are taken here only.
  await api.register(multipart, {
    limits: { files: 1, fileSize: maxFileBytes, fields: 10, fieldSize: 1024, fieldNameSize: 100, headerPairs: 20 },
  })

  api.post('/files', { config: { rateLimit: { max: maxUploads } } }, async (request, reply) => {
    const file = await readFile(request)
    const id = await keptFiles.keep({ ...file, owner: request.login.userId })
    return reply.code(201).send({ id, name: file.name, size: file.content.length })
  })

  api.get<{ Params: { id: string } }>('/files/:id', async ({ params, login }, reply) => {
    const file = await keptFiles.find(params.id)
    // The same answer for other people's: whether there is such a file is not everybody's to know.
    if (file?.owner !== login.userId) throw new ApiError(404, 'not_found', 'There is no such file of yours.')
    reply.header('x-content-type-options', 'nosniff')
    return reply.type(file.type).send(file.content)
  })
}

/** The whole form is read, so that one that breaks off leaves nothing behind. */
async function readFile(request: FastifyRequest): Promise<Omit<KeptFile, 'owner'>> {
  let file: Omit<KeptFile, 'owner'> | undefined
  try {
    for await (const part of request.parts()) {
      if (part.type !== 'file') continue
      const content = await part.toBuffer()
      const type = shownTypes.includes(part.mimetype) ? part.mimetype : 'application/octet-stream'
      if (part.fieldname === 'file') file = { name: part.filename.slice(0, 255), type, content }
    }
  } catch (error) {
    // What a form is wrong in, its parser says without a status.
    if ((error as { statusCode?: number }).statusCode) throw error
    throw noFile()
  }
  return file ?? Promise.reject(noFile())
}

function noFile(): ApiError {
  return new ApiError(400, 'invalid_file', 'The body must be a form with one file, in the field `file`.')
}
