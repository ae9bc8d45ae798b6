import { oneLineCurl } from '@chappe/core/campaign/sample-request'
import type { Welcome } from '../app/bootstrap.ts'

export interface WelcomeOptions {
  readonly publicUrl: string
  readonly welcome: Welcome
  /** The demo campaign and what its sample call says; none without the demo. */
  readonly demo:
    | {
        campaignId: string
        userId: string
        profile: Record<string, unknown>
        context: Record<string, unknown>
      }
    | undefined
}

/** What `chappe start` prints when all is up: where it is, how to sign in, and a call that sends a message. */
export function welcomeText({ publicUrl, welcome, demo }: WelcomeOptions): string {
  const { administrator, client, token, ctx } = welcome
  const lines = [
    '',
    `Chappe is running at ${publicUrl}`,
    '',
    `Sign in as       ${administrator.email}`,
    administrator.password
      ? `Password         ${administrator.password}   (printed this once: note it)`
      : 'Password         the one you have; chappe reset-password makes a new one',
    '',
    `Organization     ${ctx.organizationId}   sandbox prod`,
    `API client       ${client.id}`,
    client.secret
      ? `Client secret    ${client.secret}   (printed this once: note it)`
      : 'Client secret    the one you have; Administration > API clients makes a new one',
    '',
  ]
  if (demo && token) {
    lines.push(
      'Send the demo campaign’s message with this command (its token is valid for a day):',
      '',
      oneLineCurl(
        {
          publicUrl,
          organizationId: ctx.organizationId,
          sandboxName: 'prod',
          campaignId: demo.campaignId,
          highThroughput: false,
          namespace: 'email',
          userId: demo.userId,
          profile: demo.profile,
          context: demo.context,
        },
        { token: { text: token }, clientId: { text: client.id } },
      ),
      '',
      `Then see it arrive at ${publicUrl}/inbox`,
      '',
    )
  }
  lines.push(`API reference    ${publicUrl}/docs`, 'Stop with Ctrl-C.', '')
  return `${lines.join('\n')}\n`
}
