import type { Step } from '../classify.ts'

/**
 * What large mail systems answer, in their words (numbers of cases and addresses changed), and what it means:
 * `refused hard`, `deferred counts` and so on.
 */
export const answers: readonly [whose: string, answer: string, step: Step, meaning: string][] = [
  // Gmail
  [
    'Gmail',
    "550-5.1.1 The email account that you tried to reach does not exist. Please try\n550-5.1.1 double-checking the recipient's email address for typos or\n550 5.1.1 unnecessary spaces. For more information, go to https://support.google.com/mail/?p=NoSuchUser a1-2si.3 - gsmtp",
    'rcpt',
    'refused hard',
  ],
  [
    'Gmail',
    '550-5.2.1 The email account that you tried to reach is inactive. For more\n550 5.2.1 information, go to https://support.google.com/mail/?p=DisabledUser a1 - gsmtp',
    'rcpt',
    'refused hard',
  ],
  [
    'Gmail',
    "452-4.2.2 The recipient's inbox is out of storage space. Please direct the\n452 4.2.2 recipient to https://support.google.com/mail/?p=OverQuotaTemp a1 - gsmtp",
    'rcpt',
    'deferred counts',
  ],
  [
    'Gmail',
    "552-5.2.2 The recipient's inbox is out of storage space and inactive. Please\n552 5.2.2 direct the recipient to https://support.google.com/mail/?p=OverQuotaPerm a1 - gsmtp",
    'rcpt',
    'refused soft',
  ],
  [
    'Gmail',
    '550-5.2.1 The user you are trying to contact is receiving mail at a rate that\n550-5.2.1 prevents additional messages from being delivered. For more information,\n550 5.2.1 please visit https://support.google.com/mail/?p=ReceivingRatePerm a1 - gsmtp',
    'rcpt',
    'refused ignored',
  ],
  [
    'Gmail',
    '421-4.7.28 [203.0.113.9 15] Our system has detected an unusual rate of unsolicited mail originating from your IP address. To protect our\n421 4.7.28 users from spam, mail sent from your IP address has been temporarily rate limited. a1 - gsmtp',
    'message',
    'deferred',
  ],
  [
    'Gmail',
    '550-5.7.26 This mail has been blocked because the sender is unauthenticated.\n550-5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM.\n550 5.7.26  DKIM = did not pass a1 - gsmtp',
    'message',
    'refused config',
  ],
  [
    'Gmail',
    '550-5.7.1 [203.0.113.9      12] Our system has detected that this message is\n550-5.7.1 likely unsolicited mail. To reduce the amount of spam sent to Gmail,\n550 5.7.1 this message has been blocked. a1 - gsmtp',
    'message',
    'refused config',
  ],
  [
    'Gmail, as a relay',
    '550 5.4.5 Daily user sending limit exceeded. For more information on Gmail sending limits go to https://support.google.com/a/answer/166852 a1 - gsmtp',
    'message',
    'refused config',
  ],
  [
    'Gmail, as a relay',
    '550-5.7.1 Invalid credentials for relay [203.0.113.9]. The IP address you have registered in your G Suite SMTP Relay service does not match',
    'mail',
    'refused config',
  ],
  [
    'Gmail',
    '553-5.1.2 We were not able to find the recipient domain. Please check for any\n553 5.1.2 spelling errors, and make sure you did not enter any spaces. a1 - gsmtp',
    'rcpt',
    'refused hard',
  ],
  // Outlook.com, Exchange Online
  [
    'Exchange Online',
    '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient jane@contoso.example not found by SMTP address lookup',
    'rcpt',
    'refused hard',
  ],
  [
    'Exchange Online',
    '550 5.4.1 Recipient address rejected: Access denied. AS(201806281) [DB5EUR01FT012.eop-EUR01.prod.protection.outlook.com]',
    'rcpt',
    'refused hard',
  ],
  [
    'Outlook.com',
    '550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302). [AM6EUR05FT041.eop-eur05.prod.protection.outlook.com]',
    'rcpt',
    'refused hard',
  ],
  [
    'Outlook.com',
    "550 5.7.1 Unfortunately, messages from [203.0.113.9] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3150).",
    'mail',
    'refused config',
  ],
  [
    'Exchange Online',
    '550 5.7.606 Access denied, banned sending IP [203.0.113.9]. To request removal from this list please visit https://sender.office.com/',
    'rcpt',
    'refused config',
  ],
  [
    'Exchange Online',
    '550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP. For more information please go to http://go.microsoft.com/fwlink/?LinkId=526653 AS(7230)',
    'rcpt',
    'refused config',
  ],
  [
    'Exchange Online',
    '550 5.7.509 Access denied, sending domain shop.example does not pass DMARC verification and has a DMARC policy of reject.',
    'message',
    'refused config',
  ],
  [
    'Exchange Online',
    '451 4.7.650 The mail server [203.0.113.9] has been temporarily rate limited due to IP reputation. For e-mail delivery information, see https://postmaster.live.com (S775)',
    'mail',
    'deferred',
  ],
  [
    'Exchange Online',
    '554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded; Failed to process message due to a permanent exception',
    'message',
    'refused soft',
  ],
  [
    'Exchange Online',
    '550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required; Delivery restriction check failed because the sender was not authenticated when sending to this group',
    'rcpt',
    'refused config',
  ],
  [
    'Exchange Online',
    '550 5.4.310 DNS domain nowhere.example does not exist [Message=InfoDomainNonexistent] [LastAttemptedServerName=nowhere.example]',
    'message',
    'refused soft',
  ],
  [
    'Exchange Online',
    '550 5.7.64 TenantAttribution; Relay Access Denied [VE1EUR02FT046.eop-EUR02.prod.protection.outlook.com]',
    'rcpt',
    'refused config',
  ],
  // Exchange Server
  ['Exchange', '550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain', 'rcpt', 'refused config'],
  [
    'Exchange',
    '550 5.7.60 SMTP; Client does not have permissions to send as this sender',
    'message',
    'refused config',
  ],
  [
    'Exchange',
    '554 5.2.252 SendAsDenied; shop@contoso.example not allowed to send as news@shop.example; STOREDRV.Submission.Exception:SendAsDeniedException',
    'message',
    'refused config',
  ],
  [
    'Exchange',
    '530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM',
    'mail',
    'deferred',
  ],
  ['Exchange', '550 5.1.1 RESOLVER.ADR.ExRecipNotFound; not found', 'rcpt', 'refused hard'],
  // Yahoo
  [
    'Yahoo',
    "554 delivery error: dd This user doesn't have a yahoo.com account (jane@yahoo.com) [0] - mta4001.mail.ne1.yahoo.com",
    'message',
    'refused hard',
  ],
  ['Yahoo', '552 1 Requested mail action aborted, mailbox not found', 'rcpt', 'refused hard'],
  [
    'Yahoo',
    '554 30 Sorry, your message to jane@yahoo.com cannot be delivered. This mailbox is disabled (554.30).',
    'rcpt',
    'refused hard',
  ],
  [
    'Yahoo',
    '421 4.7.0 [TSS04] Messages from 203.0.113.9 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1; see https://postmaster.yahooinc.com/error-codes',
    'mail',
    'deferred',
  ],
  [
    'Yahoo',
    "553 5.7.1 [BL21] Connections will not be accepted from 203.0.113.9, because the ip is in Spamhaus's list; see http://postmaster.yahoo.com/550-bl23.html",
    'mail',
    'refused config',
  ],
  [
    'Yahoo',
    '554 5.7.9 Message not accepted for policy reasons. See https://postmaster.yahooinc.com/error-codes',
    'message',
    'refused config',
  ],
  // Orange
  [
    'Orange',
    '550 5.1.1 Adresse d au moins un destinataire invalide. Invalid recipient. OFR_416 [416]',
    'rcpt',
    'refused hard',
  ],
  [
    'Orange',
    '552 5.1.1 Boite du destinataire pleine. Recipient overquota. OFR_417 [417]',
    'rcpt',
    'refused soft',
  ],
  [
    'Orange',
    '421 mwinf5c77 ME Trop de connexions, veuillez verifier votre configuration. Too many connections, slow down. OFR_205 [205]',
    'mail',
    'deferred',
  ],
  ['Orange', '550 mwinf5c18 ME Mail rejete. Mail rejected. OFR_506 [506]', 'rcpt', 'refused config'],
  [
    'Orange',
    '550 mwinf5c14 ME Adresse IP source bloquee pour incident de spam. Client host blocked for spamming issues. OFR006_102 Ref http://r.orange.fr/r/Oassist-erreurs-smtp [102]',
    'rcpt',
    'refused config',
  ],
  ['Orange', '501 5.1.0 Emetteur invalide. Invalid Sender. OFR_405 [405]', 'mail', 'refused config'],
  // Free
  [
    'Free',
    '550 5.1.1 <jane@free.fr>: Recipient address rejected: User unknown in virtual mailbox table',
    'rcpt',
    'refused hard',
  ],
  [
    'Free',
    '421 Too many spams from your IP (203.0.113.9), please visit http://postmaster.free.fr/',
    'mail',
    'deferred',
  ],
  ['Free', '550 spam detected', 'message', 'refused config'],
  [
    'Free',
    '451 too many errors from your ip (203.0.113.9), please visit http://postmaster.free.fr/',
    'rcpt',
    'deferred',
  ],
  // La Poste
  [
    'La Poste',
    '550 5.5.0 Service refuse. Veuillez essayer plus tard. Service refused, please try later. LPN007_510',
    'rcpt',
    'refused config',
  ],
  [
    'La Poste',
    '550 5.1.1 <jane@laposte.net>: Recipient address rejected: User unknown in relay recipient table',
    'rcpt',
    'refused hard',
  ],
  // OVH
  ['OVH', '554 5.7.1 <jane@example.net>: Relay access denied', 'rcpt', 'refused config'],
  [
    'OVH',
    '550 5.7.1 <news@shop.example>: Sender address rejected: not owned by user shop@shop.example',
    'rcpt',
    'refused config',
  ],
  [
    'OVH',
    '450 4.7.1 <jane@example.net>: Recipient address rejected: Greylisted, please try again later',
    'rcpt',
    'deferred',
  ],
  [
    'OVH',
    '550 5.1.1 <jane@example.net>: Recipient address rejected: User unknown in virtual alias table',
    'rcpt',
    'refused hard',
  ],
  // Mimecast
  [
    'Mimecast',
    '550 Invalid Recipient - https://community.mimecast.com/docs/DOC-1369#550 [Xa1b2c3]',
    'rcpt',
    'refused hard',
  ],
  [
    'Mimecast',
    '550 Rejected by header based manually Blocked Senders - https://community.mimecast.com/docs/DOC-1369#550',
    'message',
    'refused config',
  ],
  [
    'Mimecast',
    '550 Administrative prohibition - envelope blocked - https://community.mimecast.com/docs/DOC-1369#550',
    'rcpt',
    'refused config',
  ],
  [
    'Mimecast',
    '554 Email rejected due to security policies - https://community.mimecast.com/docs/DOC-1369#554',
    'rcpt',
    'refused config',
  ],
  [
    'Mimecast',
    '550 Local CT IP Reputation - (reject) - https://community.mimecast.com/docs/DOC-1369#550',
    'rcpt',
    'refused config',
  ],
  // Proofpoint
  [
    'Proofpoint',
    '554 Blocked - see https://ipcheck.proofpoint.com/?ip=203.0.113.9',
    'rcpt',
    'refused config',
  ],
  ['Proofpoint', '550 5.7.0 Local Policy Violation', 'message', 'refused config'],
  ['Proofpoint', '550 5.1.6 recipient no longer on server: jane@example.net', 'rcpt', 'refused hard'],
  ['Proofpoint', '550 5.1.1 <jane@example.net>... User unknown', 'rcpt', 'refused hard'],
  // Others
  [
    'iCloud',
    '554 5.7.1 [CS01] Message rejected due to local policy. Please visit https://support.apple.com/en-us/HT204137',
    'message',
    'refused config',
  ],
  ['iCloud', '552 5.2.2 <jane@icloud.com>: user is over quota', 'rcpt', 'refused soft'],
  ['iCloud', '550 5.1.1 <jane@icloud.com>: inactive email address', 'rcpt', 'refused hard'],
  [
    'GMX',
    '554-gmx.net (mxgmx016) Nemesis ESMTP Service not available\n554-No SMTP service\n554 Bad DNS PTR resource record.',
    'rcpt',
    'refused config',
  ],
  [
    'GMX',
    '550-Requested action not taken: mailbox unavailable\n550 Reject due to SPF policy',
    'message',
    'refused config',
  ],
  [
    'Postfix',
    '550 5.7.1 Client host rejected: cannot find your reverse hostname, [203.0.113.9]',
    'rcpt',
    'refused config',
  ],
  [
    'Postfix',
    '450 Client host rejected: cannot find your reverse hostname, [203.0.113.9]',
    'rcpt',
    'deferred',
  ],
  ['A relay', '550 Authentication is required for relay', 'rcpt', 'refused config'],
  ['A relay', '550 5.7.1 Authentication required', 'mail', 'refused config'],
  ['A relay', '550 You must authenticate before sending', 'rcpt', 'refused config'],
  ['A relay', '554 5.7.1 Your IP 203.0.113.9 has been blocked due to complaints', 'rcpt', 'refused config'],
]
