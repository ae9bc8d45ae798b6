/** Mails as they come back to a sender. Written for these tests, after what the systems named write. */
export const sampleId = '01970a3c-5d1e-7b2a-9c4d-0a1b2c3d4e01'

const header = (fields: Record<string, string>) =>
  Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')

const returned = (more = '') =>
  `Message-ID: <${sampleId}@shop.example>\nFrom: Shop <news@shop.example>\nTo: jane@example.net\nSubject: Your order\n${more}`

interface Report {
  from?: string
  subject?: string
  type?: string
  said?: string
  status: string
  original?: string
  originalType?: string
}

/** A report in parts (RFC 6522). */
export const report = ({
  from = 'MAILER-DAEMON@mx.example.net (Mail Delivery System)',
  subject = 'Undelivered Mail Returned to Sender',
  type = 'delivery-status',
  said = 'This is the mail system at host mx.example.net.',
  status,
  original = returned(),
  originalType = 'text/rfc822-headers',
}: Report): string =>
  [
    header({
      'Return-Path': '<>',
      From: from,
      To: 'news@shop.example',
      Subject: subject,
      'Auto-Submitted': 'auto-replied',
      'MIME-Version': '1.0',
      'Content-Type': `multipart/report; report-type=${type}; boundary="=_b"`,
    }),
    '\n--=_b\nContent-Type: text/plain; charset=us-ascii\n',
    said,
    `\n--=_b\nContent-Type: message/${type}\n`,
    status,
    `\n--=_b\nContent-Type: ${originalType}\n`,
    original,
    '\n--=_b--\n',
  ]
    .join('\n')
    .replaceAll('\n', '\r\n')

/** A mail of one part. */
const plain = (fields: Record<string, string>, body: string): string =>
  `${header({ To: 'news@shop.example', 'MIME-Version': '1.0', ...fields })}\n\n${body}`.replaceAll(
    '\n',
    '\r\n',
  )

const failed = (status: string, diagnostic: string, more = '') =>
  `Reporting-MTA: dns; mx.example.net\nArrival-Date: Tue, 4 Mar 2025 10:00:00 +0000\n\nFinal-Recipient: rfc822; jane@example.net\n${more}Action: failed\nStatus: ${status}\n${diagnostic && `Diagnostic-Code: ${diagnostic}\n`}`

type Expected =
  | { kind: 'auto-reply' | 'delay' | 'delivered' | 'unknown' }
  | { bounce: string; reason: string; address?: string | null; messageId?: string | null; complaint?: true }

const daemon = { From: 'Mail Delivery System <MAILER-DAEMON@mx.example.net>', 'Return-Path': '<>' }

export const samples: readonly (readonly [string, string, Expected])[] = [
  [
    'Postfix: unknown user',
    report({
      status: failed(
        '5.1.1',
        'smtp; 550 5.1.1 <jane@example.net>: Recipient address\n    rejected: User unknown in virtual mailbox table',
        'Original-Recipient: rfc822;jane@example.net\n',
      ),
    }),
    { bounce: 'hard', reason: 'invalid-recipient', address: 'jane@example.net' },
  ],
  [
    'Postfix: the domain does not exist',
    report({
      status: failed(
        '5.4.4',
        'X-Postfix; Host or domain name not found. Name service error for name=example.net type=A: Host not found',
      ),
    }),
    { bounce: 'soft', reason: 'dns-failure' },
  ],
  [
    'Postfix: given up after days of connection time-outs',
    report({
      status: failed('4.4.1', 'X-Postfix; connect to mx.example.net[192.0.2.7]:25: Connection timed out'),
    }),
    { bounce: 'soft', reason: 'soft-bounce' },
  ],
  [
    'Gmail: no such user',
    report({
      from: 'Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
      subject: 'Delivery Status Notification (Failure)',
      status: failed(
        '5.1.1',
        "smtp; 550-5.1.1 The email account that you tried to reach does not exist. Please try\n 550-5.1.1 double-checking the recipient's email address for typos or\n 550 5.1.1 unnecessary spaces. a1-20020a05600c - gsmtp",
      ),
      originalType: 'message/rfc822',
    }),
    { bounce: 'hard', reason: 'invalid-recipient' },
  ],
  [
    'Gmail: over quota',
    report({
      status: failed(
        '4.2.2',
        "smtp; 452-4.2.2 The recipient's inbox is out of storage space. 452 4.2.2 https://support.google.com - gsmtp",
      ),
    }),
    { bounce: 'soft', reason: 'mailbox-full' },
  ],
  [
    'Gmail: our domain does not pass DMARC',
    report({
      status: failed(
        '5.7.26',
        "smtp; 550-5.7.26 Unauthenticated email from shop.example is not accepted due to domain's DMARC policy. - gsmtp",
      ),
    }),
    { bounce: 'config', reason: 'policy' },
  ],
  [
    'Exchange Online: not found',
    report({
      from: 'Microsoft Outlook <MicrosoftExchange329e71ec@example.onmicrosoft.com>',
      subject: 'Undeliverable: Your order',
      status: failed(
        '5.1.10',
        'smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient jane@example.net not found by SMTP address lookup',
      ),
      originalType: 'message/rfc822',
    }),
    { bounce: 'hard', reason: 'invalid-recipient' },
  ],
  [
    'Exchange Online: access denied at the edge, which is a recipient nobody knows',
    report({
      status: failed(
        '5.4.1',
        'smtp;550 5.4.1 Recipient address rejected: Access denied. AS(201806281) [AM7EUR06FT008.eop-eur06.prod.protection.outlook.com]',
      ),
    }),
    { bounce: 'hard', reason: 'invalid-recipient' },
  ],
  [
    'Exchange Online: our address is on its list',
    report({
      status: failed(
        '5.7.606',
        'smtp;550 5.7.606 Access denied, banned sending IP [192.0.2.1]. To request removal from this list please visit sender.office.com',
      ),
    }),
    { bounce: 'config', reason: 'policy' },
  ],
  [
    'Exchange on site: mailbox full, in old words',
    report({
      status: failed(
        '5.2.2',
        'smtp;554-5.2.2 mailbox full;STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded',
      ),
    }),
    { bounce: 'soft', reason: 'mailbox-full' },
  ],
  [
    'Exchange: no diagnostic but the status',
    report({ status: failed('5.1.1', '') }),
    { bounce: 'hard', reason: 'invalid-recipient' },
  ],
  [
    'Yahoo: mailbox disabled',
    report({
      status: failed(
        '5.0.0',
        'smtp; 554 30 Sorry, your message to jane@example.net cannot be delivered. This mailbox is disabled (554.30).',
      ),
    }),
    { bounce: 'hard', reason: 'invalid-recipient' },
  ],
  [
    'Yahoo: too many complaints about our address',
    report({
      status: failed(
        '5.7.9',
        'smtp; 553 5.7.2 [TSS09] All messages from 192.0.2.1 will be permanently deferred; our IP has a poor reputation',
      ),
    }),
    { bounce: 'config', reason: 'policy' },
  ],
  [
    'Spamhaus lists our address',
    report({
      status: failed(
        '5.7.1',
        'smtp; 550 5.7.1 Service unavailable; client [192.0.2.1] blocked using zen.spamhaus.org',
      ),
    }),
    { bounce: 'config', reason: 'policy' },
  ],
  [
    'Relaying denied: a route of ours is wrong',
    report({ status: failed('5.7.1', 'smtp; 550 5.7.1 <jane@example.net>: Relay access denied') }),
    { bounce: 'config', reason: 'policy' },
  ],
  [
    'A bad HELO of ours',
    report({
      status: failed(
        '5.5.2',
        'smtp; 504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname',
      ),
    }),
    { bounce: 'config', reason: 'policy' },
  ],
  [
    'SPF of our domain fails',
    report({
      status: failed(
        '5.7.23',
        'smtp; 550 5.7.23 The message was rejected because of Sender Policy Framework violation: SPF check failed',
      ),
    }),
    { bounce: 'config', reason: 'policy' },
  ],
  [
    'The message is too large for the recipient',
    report({ status: failed('5.3.4', 'smtp; 552 5.3.4 Message size exceeds fixed limit') }),
    { bounce: 'ignored', reason: 'size' },
  ],
  [
    'The content is refused as spam',
    report({ status: failed('5.0.0', 'smtp; 550 Message rejected as spam by content scanner') }),
    { bounce: 'ignored', reason: 'content' },
  ],
  [
    'Postfix: only a warning of a delay',
    report({
      subject: 'Delayed Mail (still being retried)',
      status: failed('4.4.1', 'X-Postfix; connection timed out').replace('Action: failed', 'Action: delayed'),
    }),
    { kind: 'delay' },
  ],
  [
    'A report of success that somebody asked for',
    report({ status: failed('2.1.5', 'smtp; 250 2.1.5 Ok').replace('Action: failed', 'Action: relayed') }),
    { kind: 'delivered' },
  ],
  [
    'Sendmail: the original whole, its header named in capitals',
    report({
      from: 'Mail Delivery Subsystem <MAILER-DAEMON>',
      subject: 'Returned mail: see transcript for details',
      status: failed('5.1.1', 'SMTP; 550 5.1.1 <jane@example.net>... User unknown'),
      original: `MESSAGE-ID: <${sampleId}@shop.example>\nTo: jane@example.net\n\nHello`,
      originalType: 'message/rfc822',
    }),
    { bounce: 'hard', reason: 'invalid-recipient', address: 'jane@example.net' },
  ],
  [
    'A report without our Message-ID but with our own field',
    report({
      status: failed('5.1.1', 'smtp; 550 5.1.1 unknown'),
      original: `Message-ID: <010b0195@eu-west-1.amazonses.com>\nX-Chappe-Message: ${sampleId}\n`,
    }),
    { bounce: 'hard', reason: 'invalid-recipient' },
  ],
  [
    'qmail',
    plain(
      { ...daemon, Subject: 'failure notice' },
      `Hi. This is the qmail-send program at mx.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<jane@example.net>:
192.0.2.7 does not like recipient.
Remote host said: 550 5.1.1 User unknown
Giving up on 192.0.2.7.

--- Below this line is a copy of the message.

Return-Path: <news@shop.example>
Message-ID: <${sampleId}@shop.example>
From: news@shop.example
`,
    ),
    { bounce: 'hard', reason: 'invalid-recipient', address: 'jane@example.net' },
  ],
  [
    'qmail: mailbox full, in vpopmail’s words',
    plain(
      { ...daemon, Subject: 'failure notice' },
      `Hi. This is the qmail-send program at mx.example.net.\n\n<jane@example.net>:\nuser is over quota\n\n--- Below this line is a copy of the message.\n\nMessage-ID: <${sampleId}@shop.example>\n`,
    ),
    { bounce: 'soft', reason: 'mailbox-full', address: 'jane@example.net' },
  ],
  [
    'Exim',
    plain(
      {
        ...daemon,
        Subject: 'Mail delivery failed: returning message to sender',
        'X-Failed-Recipients': 'jane@example.net',
        'Auto-Submitted': 'auto-replied',
      },
      `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  jane@example.net
    Unrouteable address

------ This is a copy of the message, including all the headers. ------

Message-Id: <${sampleId}@shop.example>
`,
    ),
    { bounce: 'hard', reason: 'invalid-recipient', address: 'jane@example.net' },
  ],
  [
    'Exim: our address is blocked',
    plain(
      { ...daemon, Subject: 'Mail delivery failed', 'X-Failed-Recipients': 'jane@example.net' },
      `This message was created automatically by mail delivery software.

  jane@example.net
    host mx.example.net [192.0.2.7]
    SMTP error from remote mail server after RCPT TO:<jane@example.net>:
    550 Your IP 192.0.2.1 is blacklisted

Message-ID: <${sampleId}@shop.example>
`,
    ),
    { bounce: 'config', reason: 'policy' },
  ],
  [
    'Exchange 2007, prose alone, in French',
    plain(
      {
        From: 'Postmaster <postmaster@example.net>',
        Subject: 'Non remis : Votre commande',
        'Content-Type': 'text/plain; charset=utf-8',
      },
      `Votre message n'a pas pu être remis aux destinataires suivants :

jane@example.net
L'adresse de messagerie n'existe pas. #550 5.1.1 RESOLVER.ADR.RecipNotFound ##

Message-ID: <${sampleId}@shop.example>
`,
    ),
    { bounce: 'hard', reason: 'invalid-recipient', address: 'jane@example.net' },
  ],
  [
    'Lotus Domino',
    plain(
      {
        From: 'postmaster@example.net',
        Subject: 'DELIVERY FAILURE: User jane (jane@example.net) not listed in Domino Directory',
      },
      `Your message\n\n  Subject: Your order\n\nwas not delivered to:\n\n  jane@example.net\n\nThe following recipient could not be reached:\njane@example.net\nbecause: User unknown 5.1.1\n\nMessage-ID: <${sampleId}@shop.example>`,
    ),
    { bounce: 'hard', reason: 'invalid-recipient', address: 'jane@example.net' },
  ],
  [
    'ARF: a complaint through a feedback loop',
    report({
      from: 'staff@hotmail.example',
      subject: 'complaint about message from 192.0.2.1',
      type: 'feedback-report',
      status:
        'Feedback-Type: abuse\nUser-Agent: Yahoo!-Mail-Feedback/2.0\nVersion: 0.1\nOriginal-Mail-From: <news@shop.example>\nOriginal-Rcpt-To: <Jane@example.net>\n',
      originalType: 'message/rfc822',
    }),
    { bounce: 'hard', reason: 'spam-complaint', address: 'jane@example.net', complaint: true },
  ],
  [
    'ARF: the recipient taken out, but not the message’s own id',
    report({
      type: 'feedback-report',
      status: 'Feedback-Type: abuse\nUser-Agent: SomeGenerator/1.0\nVersion: 1\n',
      original: `Message-ID: <${sampleId}@shop.example>\nTo: undisclosed-recipients:;\n`,
    }),
    { bounce: 'hard', reason: 'spam-complaint', address: null, complaint: true },
  ],
  [
    'ARF: “this is not spam” is no complaint',
    report({ type: 'feedback-report', status: 'Feedback-Type: not-spam\nUser-Agent: x\nVersion: 1\n' }),
    { kind: 'unknown' },
  ],
  [
    'ARF: a failure of our domain’s authentication',
    report({
      type: 'feedback-report',
      status: 'Feedback-Type: auth-failure\nUser-Agent: x\nVersion: 1\nAuth-Failure: dmarc\n',
    }),
    { kind: 'unknown' },
  ],
  [
    'A holiday note (RFC 3834)',
    plain(
      {
        From: 'Jane <jane@example.net>',
        Subject: 'Re: Your order',
        'Auto-Submitted': 'auto-replied (vacation)',
        'In-Reply-To': `<${sampleId}@shop.example>`,
      },
      'I am away until Monday. Messages to me could not be delivered to a human.',
    ),
    { kind: 'auto-reply' },
  ],
  [
    'Outlook, out of office, by its subject alone',
    plain({ From: 'jane@example.net', Subject: 'Automatic reply: Your order' }, 'I am out of the office.'),
    { kind: 'auto-reply' },
  ],
  [
    'Outlook, in French',
    plain(
      {
        From: 'jane@example.net',
        Subject: 'Réponse automatique : Votre commande',
        'Content-Type': 'text/plain; charset=utf-8',
      },
      'Absente jusqu’à lundi.',
    ),
    { kind: 'auto-reply' },
  ],
  [
    'A ticket system’s acknowledgement',
    plain(
      {
        From: 'support@example.net',
        Subject: '[#1234] Your order',
        'X-Autoreply': 'yes',
        Precedence: 'auto_reply',
      },
      'We have got your request.',
    ),
    { kind: 'auto-reply' },
  ],
  [
    'A read receipt (RFC 8098)',
    report({
      from: 'jane@example.net',
      subject: 'Read: Your order',
      type: 'disposition-notification',
      status: `Final-Recipient: rfc822;jane@example.net\nOriginal-Message-ID: <${sampleId}@shop.example>\nDisposition: manual-action/MDN-sent-manually; displayed\n`,
    }),
    { kind: 'auto-reply' },
  ],
  [
    'A person who writes back',
    plain(
      { From: 'jane@example.net', Subject: 'Re: Your order', 'In-Reply-To': `<${sampleId}@shop.example>` },
      'Thank you! The other parcel could not be delivered to the following door.',
    ),
    { kind: 'unknown' },
  ],
]
