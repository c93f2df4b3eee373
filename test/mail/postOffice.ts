import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { readConfig, type Config } from '../../src/config.ts'
import { afterFile } from '../support/cleanup.ts'

/** A real SMTP server on this machine, whose moods the tests decide. */
export class PostOffice {
  readonly letters: ParsedMail[] = []
  /** Answers of the next RCPT TO; then it accepts again. */
  refusals: { code: number; text: string }[] = []
  /** How many letters are taken and the line cut before the server says yes. */
  drops = 0
  /** How long it thinks over each letter. */
  slowness = 0
  port = 0
  /** Makes mails that wait for their hour due now, where the test has a queue to do that with. */
  hurry: () => Promise<void> = () => Promise.resolve()
  private server: SMTPServer | undefined
  private readonly lines = new Set<Socket>()

  async open(): Promise<this> {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo: (_address, _session, answer) => {
        const refusal = this.refusals.shift()
        answer(refusal ? Object.assign(new Error(refusal.text), { responseCode: refusal.code }) : null)
      },
      onData: (stream, _session, answer) => {
        const read = (letter: ParsedMail) => {
          this.letters.push(letter)
          if (this.drops > 0) {
            this.drops -= 1
            for (const line of this.lines) line.destroy()
            return
          }
          setTimeout(() => answer(), this.slowness)
        }
        // One that breaks off, as by the death of who sends it, is no letter.
        simpleParser(stream).then(read, () => undefined)
      },
    })
    this.server.on('error', () => undefined)
    this.server.server.on('connection', (line: Socket) => {
      this.lines.add(line)
      line.on('close', () => this.lines.delete(line))
    })
    this.server.listen(this.port, '127.0.0.1')
    await once(this.server.server, 'listening')
    this.port = (this.server.server.address() as AddressInfo).port
    return this
  }

  async close(): Promise<void> {
    for (const line of this.lines) line.destroy()
    await new Promise<void>((resolve) => (this.server ? this.server.close(() => resolve()) : resolve()))
    this.server = undefined
  }

  /** The configuration of a program that posts its mail here. */
  get config(): Config {
    return readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent', SMTP_URL: `smtp://127.0.0.1:${this.port}` })
  }
}

/** Open until the test file is done. */
export async function postOffice(): Promise<PostOffice> {
  const office = await new PostOffice().open()
  afterFile(() => office.close())
  return office
}
