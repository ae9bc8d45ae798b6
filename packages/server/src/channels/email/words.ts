/**
 * Words by which mail systems say what their codes leave open, or say wrongly. Read in answers (`classify.ts`) and in
 * reports (`feedback/judge.ts`).
 */

/** What an answer of several lines says, without the code and status that begin each, and without addresses. */
export const saying = (reply: string): string =>
  reply
    .slice(0, 4_000)
    .replace(/[^\s<>@]+@[^\s<>]+/g, '')
    .replace(/(^|\r?\n)\d{3}[ -](?:#?[245]\.\d{1,3}\.\d{1,3}(?= |$))?[ ]?/g, ' ')
    .trim()

/** One pattern of several, whatever the case. */
const any = (...patterns: readonly RegExp[]) =>
  new RegExp(patterns.map(({ source }) => `(?:${source})`).join('|'), 'i')

/** We are not allowed to send through this server at all. */
export const aboutRelaying = any(
  /relay(ing)?( access)? (is )?(denied|not permitted|prohibited|not allowed)/,
  /unable to relay|not permitted to relay|relay not permitted|we do not relay/,
)

/** Our domain did not prove who it is. */
const aboutProof = any(
  /\bspf\b|\bdkim\b|\bdmarc\b/,
  /unauthenticated (email|mail|sender)|sender is unauthenticated|authentication level/,
)

/** We did not sign in, or may not send as whom we do. */
const aboutSignIn = any(
  /authentication (is )?(required|failed|needed)|authrequired|requires? (smtp )?authentication/,
  /invalid credentials|not authenticated to send|must (be )?authenticate|sign ?in required|log ?in required/,
  /permissions? to send as|sendasdenied|not (allowed|authori[sz]ed|permitted) to send|not owned by user/,
  /(daily|hourly|monthly|sending|relay).{0,30}(limit|quota) (is |has been |was )?(exceeded|reached)/,
  /exceeded.{0,30}(sending|relay|daily|hourly) (limit|quota)|sending (limit|quota)/,
)

/** Our address, name or fame is not liked. */
const aboutFame = any(
  /\b(ip|host|sender|client|address|server)\b[^;]{0,80}\b(block(ed|list| list)|black-?list|deny-?list|listed (by|in|at|on))/,
  /(block(ed|list)|black-?list)[^;]{0,40}(\bip\b|spamhaus|barracuda|sorbs|spamcop)/,
  /our block list|banned sending ip|traffic not accepted from this ip|connections? (will )?not (be )?accepted from/,
  /spamhaus|barracudacentral|spamcop|ipcheck\.proofpoint|\b(ip|poor|low|bad) reputation|reputation of/,
  /\bhelo\b|ehlo command rejected|reverse (dns|hostname)|\bptr\b|unusual rate|adresse ip.{0,40}(bloqu|refus)/,
  /sender (verify|verification|address|domain)? ?(failed|rejected|denied|refused|blocked)|invalid sender/,
  /[ée]metteur (invalide|refus)|domaine [ée]metteur/,
  // The codes of Orange and La Poste for refusals that are not about the recipient, and their words.
  /\bofr_?(00\d_)?[15]\d\d\b|\blpn\d{3}_[15]\d\d\b|service refus|mail rejet|rejected by header based/,
  /envelope blocked|administrative prohibition|local policy violation|security polic(y|ies)|due to local policy/,
)

/** Whatever is ours to repair, and says nothing about a person. */
export const aboutUs = any(aboutRelaying, aboutProof, aboutSignIn, aboutFame)
export const aboutAuthentication = any(aboutProof, aboutSignIn)

/** There is nobody of that name. */
export const aboutNobody = any(
  /user unknown|unknown user|no such (user|person|mailbox|recipient|address|account)/,
  /does(n't| not) (exist|have an? \S+ account)|not found|couldn't be found|wasn't found|no longer on server/,
  /unknown (recipient|address|mailbox)|(recipient|address|mailbox|user) (is )?unknown|no mailbox here/,
  /not a valid (recipient|mailbox|user)|invalid (recipient|mailbox|address|user)|recipient (rejected|invalid)/,
  /mailbox (is |has been )?(unavailable|disabled|inactive|suspended|closed)|inactive (e-?mail )?(address|account|user)/,
  /account[^.\n]{0,40}(disabled|inactive|closed|terminated|suspended)|recipnotfound|resolver\.adr/,
  /unrouteable address|destinataire invalide|adresse (inconnue|introuvable|invalide)|utilisateur inconnu/,
  /n'existe pas|boîte inconnue|boite inconnue|unbekannt/,
)

/** There is no room. */
export const aboutRoom = any(
  /(mailbox|inbox|boîte|boite)[^.\n]{0,40}(full|pleine|voll)|over ?quota|quota (is )?exceeded|quotaexceeded/,
  /(exceeded|over|out of)[^.\n]{0,30}(quota|storage|limit)|storage allocation|insufficient storage/,
  /user is over|mailbox (size )?limit/,
)

/** Somebody gets too much at the moment. */
export const aboutRate = /receiving (mail|messages|e-?mail) (at a rate|too (quickly|fast))/i

/** The domain cannot be resolved. */
export const aboutNames = any(
  /host (or domain name )?not found|domain.{0,40}(not found|couldn't be found|does(n't| not) exist)/,
  /no mx\b|nxdomain|name service error|dns (error|lookup|domain)/,
)
