import type { Server } from './server'
import type { Text } from './text'

export interface Users {
  /** Whoever waits for nothing asks for something within a second. */
  comeTogether(): void
}

/** What goes wrong. */
export interface Scenario {
  name: string
  title: Text
  /** What happens, and in which second. */
  events: [second: number, happens: (server: Server, users: Users) => void][]
  /** The second from which on nothing is wrong with it any more. Recovery counts from here. */
  mended: number
}

/** The second in which it goes wrong. */
export const start = 20

export const revoked: Scenario = {
  name: 'revoked',
  title: { en: 'Every login state is revoked at once', zh: '所有登录态同时失效' },
  events: [[start, (server) => server.revokeAll()]],
  mended: start,
}

export const down: Scenario = {
  name: 'down',
  title: {
    en: 'The server is down for a minute, and has forgotten every login state',
    zh: '服务器中断一分钟，恢复后所有登录态都已丢失',
  },
  events: [
    [start, (server) => server.stop()],
    [start + 60, (server) => server.restart()],
  ],
  mended: start + 60,
}

export const slow: Scenario = {
  name: 'slow',
  title: {
    en: 'Every login state is revoked, and for a minute logins take the server 20 times as long',
    zh: '所有登录态同时失效，且登录在一分钟内慢到平时的 20 倍',
  },
  events: [
    [start, (server) => server.revokeAll()],
    [start, (server) => server.slowDown(20)],
    [start + 60, (server) => server.slowDown(1)],
  ],
  mended: start + 60,
}

export const rush: Scenario = {
  name: 'rush',
  title: {
    en: 'All users come within one second, none with a login state that still counts',
    zh: '所有用户在同一秒内打开小程序，登录态都已失效',
  },
  events: [
    [start, (server) => server.revokeAll()],
    [start, (_, users) => users.comeTogether()],
  ],
  mended: start,
}

export const scenarios = [revoked, down, slow, rush]
