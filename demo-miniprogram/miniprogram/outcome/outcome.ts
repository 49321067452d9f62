import { AuthError } from 'miniprogram-login'
import { auth, recorder } from '../auth'
import { type Costs, costsOf } from '../sequence/costs'
import { answers, labels, sayFailure } from '../words'

/** Does something and says what came of it. */
export type Action = () => Promise<string>

const noCosts: Costs = { logins: 0, exchanges: 0, requests: 0 }

/** The last step that has been counted. */
let counted = 0

/** What was asked of WeChat and of the server since the last time. */
function takeCosts(): Costs {
  const { steps, lastId } = recorder.recording
  const taken = costsOf(steps.filter(({ id }) => id > counted))
  counted = lastId
  return taken
}

/** What outcome.wxml shows; while `busy`, nothing else can be started. */
export const noOutcome = {
  user: '',
  loggedIn: false,
  title: '',
  status: '',
  failed: false,
  canRetry: false,
  busy: false,
  costs: noCosts,
}

type Outcome = typeof noOutcome

interface Abortable {
  abort(): void
}

interface ActingPage {
  data: Outcome
  setData(data: Partial<Outcome>): void
  again: Action
  task: Abortable | undefined
  run(title: string, action: Action, again?: Action): Promise<void>
}

/** What a page that does things and shows their outcome has beside its own: spread it into the Page. */
export const acting = {
  /** What to do when asked to try again. */
  again: logIn as Action,

  /** What ends when the page is left. */
  task: undefined as Abortable | undefined,

  async run(this: ActingPage, title: string, action: Action, again: Action = () => logInAndDo(action)): Promise<void> {
    this.setData({ title, status: labels.working, busy: true, failed: false, canRetry: false, costs: noCosts })
    let status: string
    let failure: unknown
    try {
      status = await action()
    } catch (error) {
      // The page is left: there is nobody to tell, and what it cost belongs to no other action.
      if (isOf(error, 'ABORTED')) return void takeCosts()
      failure = error
      status = sayFailure(error)
    }
    this.again = again
    this.setData({
      status,
      failed: failure !== undefined,
      canRetry: failure !== undefined && !isOf(failure, 'LOGGED_OUT'),
      busy: false,
      costs: takeCosts(),
      ...whoIsLoggedIn(),
    })
  },

  retry(this: ActingPage) {
    return this.run(this.data.title, this.again, this.again)
  },

  logIn(this: ActingPage) {
    return this.run(labels.logIn, logIn, logIn)
  },

  /** A page that lay on this one may have logged in or out. */
  onShow(this: ActingPage) {
    if (!this.data.busy) this.setData(whoIsLoggedIn())
  },

  onUnload(this: ActingPage) {
    this.task?.abort()
  },
}

export async function logIn(): Promise<string> {
  await auth.login()
  return answers.loggedIn
}

/** With login(), which an action leaves to the package: who taps "try again" does not want to wait for the cooldown. */
async function logInAndDo(action: Action): Promise<string> {
  if (!auth.state) await auth.login()
  return action()
}

function isOf(error: unknown, code: AuthError['code']): boolean {
  return error instanceof AuthError && error.code === code
}

function whoIsLoggedIn(): Pick<Outcome, 'user' | 'loggedIn'> {
  return { user: auth.state ? auth.state.userId : labels.nobody, loggedIn: auth.state !== undefined }
}
