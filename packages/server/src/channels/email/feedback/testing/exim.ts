import { sampleId } from './samples.ts'

/**
 * A message of ours that Exim 4.96 was told `550 5.1.1` for, as it came back to our own port: taken down word for word,
 * but for the message's id.
 */
export const ofExim = `Received: from Debian-exim by relay.shop.example with local (Exim 4.96)
	id 1xUhXn-0004UR-0w
	for bounces+agq726cplzz23lbckenyzyp4aeaaaaab35x52ajadwlcqn4d@shop.example;
	Sat, 21 Nov 2026 09:38:03 +0000
X-Failed-Recipients: gone@example.net
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@shop.example>
To: bounces+agq726cplzz23lbckenyzyp4aeaaaaab35x52ajadwlcqn4d@shop.example
References: <${sampleId}@shop.example>
Content-Type: multipart/report; report-type=delivery-status; boundary=1795253883-eximdsn-2091138972
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1xUhXn-0004UR-0w@relay.shop.example>
Date: Sat, 21 Nov 2026 09:38:03 +0000

--1795253883-eximdsn-2091138972
Content-type: text/plain; charset=us-ascii

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  gone@example.net
    host 127.0.0.1 [127.0.0.1]
    SMTP error from remote mail server after RCPT TO:<gone@example.net>:
    550 5.1.1 <gone@example.net>: Recipient address rejected:
    User unknown in virtual mailbox table

--1795253883-eximdsn-2091138972
Content-type: message/delivery-status

Reporting-MTA: dns; relay.shop.example

Action: failed
Final-Recipient: rfc822;gone@example.net
Status: 5.0.0
Remote-MTA: dns; 127.0.0.1
Diagnostic-Code: smtp; 550 5.1.1 <gone@example.net>: Recipient address rejected: User unknown in virtual mailbox table

--1795253883-eximdsn-2091138972
Content-type: message/rfc822

Return-path: <bounces+agq726cplzz23lbckenyzyp4aeaaaaab35x52ajadwlcqn4d@shop.example>
Received: from [127.0.0.1]
	by relay.shop.example with esmtp (Exim 4.96)
	(envelope-from <bounces+agq726cplzz23lbckenyzyp4aeaaaaab35x52ajadwlcqn4d@shop.example>)
	id 1xUhXn-0004T8-0C
	for gone@example.net;
	Sat, 21 Nov 2026 09:38:03 +0000
From: Shop <news@shop.example>
To: gone@example.net
Subject: =?utf-8?Q?Hello_?=
Date: Sat, 21 Nov 2026 09:38:02 +0000
Message-ID: <${sampleId}@shop.example>
X-Chappe-Message: ${sampleId}
X-PM-Metadata-chappe-message: ${sampleId}
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="=_Tox4yFb0was2EXnVEIrUDNS4"

--=_Tox4yFb0was2EXnVEIrUDNS4
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Order=20
--=_Tox4yFb0was2EXnVEIrUDNS4
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

<html><body><p>Order =
</p><img src=3D"http://chappe.test/t/o/AaH9eE9ec62sIlEbjOH8AQAAAAGH3npPLcJ9=
ovhUKys9Dgo6=
=2Egif" width=3D"1" height=3D"1" alt=3D"" style=3D"border:0"></body></html>
--=_Tox4yFb0was2EXnVEIrUDNS4--

--1795253883-eximdsn-2091138972--
`.replaceAll('\n', '\r\n')
