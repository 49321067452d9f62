import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Puts the built package where 构建 npm puts it, into the mini-program of that folder. */
export async function installPackage(build: string, miniProgram: string): Promise<void> {
  const installed = join(miniProgram, 'miniprogram_npm/miniprogram-login')
  // What an earlier build had and this one has not must not stay.
  await rm(installed, { recursive: true, force: true })
  await cp(build, installed, { recursive: true })
}
