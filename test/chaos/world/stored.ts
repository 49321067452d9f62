import type { LoginState } from '../../../src'
import type { Copy } from '../watch/copy'
import { isState } from './server'

/** What the package keeps in storage. */
type StoredRecord = { version: number } & ({ state: LoginState; arrivedAt: number } | { loggedOut: number })

export const key = 'miniprogram-login:https://api.test/v1'

export function isRecord(stored: any): stored is StoredRecord {
  if (!stored || typeof stored !== 'object' || stored.version !== 1) return false
  return typeof stored.loggedOut === 'number' || (isState(stored.state) && typeof stored.arrivedAt === 'number')
}

/** The token that another copy has stored since this one knew it, unless it was refused here. */
export function stateOfAnother(copy: Copy): string | undefined {
  const { storage, storageFaults, stored } = copy.world
  if (!stored || stored.by === copy || storageFaults.has('read')) return
  const record: unknown = JSON.parse(storage.get(key) ?? 'null')
  if (!isRecord(record) || 'loggedOut' in record) return
  const { token } = record.state
  const isNew = (copy.known.get(token)?.order ?? 0) < stored.order
  return isNew && !copy.refused.has(token) ? token : undefined
}
