import type { AuthError } from './errors'

/** What the calls of this package take beside the options of the `wx` call. */
export interface CallOptions {
  /**
   * `'required'` logs in first; `'optional'` sends the state if there is one and never logs in; `'none'` is bare.
   * @default 'required'
   */
  login?: 'required' | 'optional' | 'none'
}

/** The callbacks of a `wx` call. Each is called once, `complete` last, after the final outcome. */
export interface Callbacks<Result> {
  success?: (result: Result) => void
  fail?: (error: AuthError) => void
  complete?: (result: Result | AuthError) => void
}

export interface RequestOptions<Result = Response> extends BareRequestOptions<Result>, CallOptions {}

/** The options of `wx.request`; a relative `url` joins `baseUrl`. */
export interface BareRequestOptions<Result = Response> extends Callbacks<Result> {
  url: string
  method?: 'OPTIONS' | 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'TRACE' | 'CONNECT'
  data?: string | object | ArrayBuffer
  header?: Record<string, unknown>
  /** Milliseconds, for each attempt. */
  timeout?: number
  dataType?: 'json' | '其他' | (string & {})
  responseType?: 'text' | 'arraybuffer'
  /** Streams the answer: see `onChunkReceived` of the task. */
  enableChunked?: boolean
  enableCache?: boolean
  enableHttp2?: boolean
  enableProfile?: boolean
  enableQuic?: boolean
  enableHttpDNS?: boolean
  enableHttpDNSFallback?: boolean
  httpDNSServiceId?: string
  httpDNSTimeout?: number
  forceCellularNetwork?: boolean
  redirect?: 'follow' | 'manual'
  useHighPerformanceMode?: boolean
}

export interface UploadOptions extends Callbacks<UploadResponse>, CallOptions {
  url: string
  filePath: string
  name: string
  formData?: Record<string, any>
  header?: Record<string, unknown>
  /** Milliseconds, for each attempt. */
  timeout?: number
  enableHttp2?: boolean
  enableProfile?: boolean
  useHighPerformanceMode?: boolean
}

export interface DownloadOptions extends Callbacks<DownloadResponse>, CallOptions {
  url: string
  filePath?: string
  header?: Record<string, unknown>
  /** Milliseconds, for each attempt. */
  timeout?: number
  enableHttp2?: boolean
  enableProfile?: boolean
  enableQuic?: boolean
  useHighPerformanceMode?: boolean
}

export interface Response<Data = any> {
  data: Data
  statusCode: number
  header: Record<string, string>
  cookies?: string[]
  errMsg: string
  exception?: any
  profile?: any
  useHttpDNS?: boolean
}

export interface UploadResponse {
  data: string
  statusCode: number
  errMsg: string
}

export interface DownloadResponse {
  filePath?: string
  tempFilePath: string
  statusCode: number
  header?: Record<string, string>
  errMsg: string
  profile?: any
}

type Listener<Event> = (event: Event) => void
type Progress = { progress: number }

interface Task<Result> extends Promise<Result> {
  /** Ends the call with `ABORTED`, at every moment: while it waits for a login, in flight, during the replay. */
  abort(): void
  onHeadersReceived(listener: Listener<any>): void
  /** Without a listener, all are removed. */
  offHeadersReceived(listener?: Listener<any>): void
}

/** A promise that is also the `wx` task, one over all attempts. Listeners may be registered at any time. */
export interface RequestTask<Result = Response> extends Task<Result> {
  /** Chunks of a rejected attempt never arrive here. */
  onChunkReceived(listener: Listener<{ data: ArrayBuffer }>): void
  offChunkReceived(listener?: Listener<{ data: ArrayBuffer }>): void
}

export interface UploadTask<Result = UploadResponse> extends Task<Result> {
  onProgressUpdate(listener: Listener<Progress & { totalBytesSent: number; totalBytesExpectedToSend: number }>): void
  offProgressUpdate(listener?: Listener<any>): void
}

export interface DownloadTask<Result = DownloadResponse> extends Task<Result> {
  onProgressUpdate(
    listener: Listener<Progress & { totalBytesWritten: number; totalBytesExpectedToWrite: number }>,
  ): void
  offProgressUpdate(listener?: Listener<any>): void
}
