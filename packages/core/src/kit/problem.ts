/**
 * The catalogue of problems. The key is the stable last part of the problem's type URI (RFC 9457); the title is
 * the same for every occurrence, the detail says what happened and what to do.
 */
export const problems = {
  'request/malformed': { status: 400, title: 'The request is not valid JSON: correct its syntax' },
  'request/invalid': { status: 400, title: 'The request does not fit its schema: correct the fields named' },
  'request/too-large': { status: 413, title: 'The request is too large: send less at once' },
  'request/unsupported-media-type': { status: 415, title: 'Send the body as application/json' },
  'request/missing-header': { status: 400, title: 'A required header is missing: send it' },
  'request/not-found': { status: 404, title: 'There is nothing at this address' },
  'request/method-not-allowed': { status: 405, title: 'This address does not take this method' },
  'request/foreign-origin': { status: 403, title: 'The request comes from another site' },
  'request/stale': { status: 409, title: 'Somebody changed this in the meantime' },
  'auth/unauthenticated': { status: 401, title: 'Sign in or send a valid token' },
  'auth/invalid-credentials': { status: 401, title: 'These credentials are not valid' },
  'auth/forbidden': { status: 403, title: 'You may not do this' },
  'auth/too-many-attempts': { status: 429, title: 'Too many attempts; wait before the next one' },
  'sandbox/not-found': { status: 404, title: 'There is no such sandbox: check the x-sandbox-name header' },
  'campaign/not-found': {
    status: 404,
    title: 'There is no such campaign in this sandbox: check its id and the sandbox',
  },
  'campaign/version-not-found': { status: 404, title: 'There is no such version' },
  'campaign/illegal-transition': { status: 409, title: 'The campaign cannot do that now' },
  'campaign/not-editable': { status: 409, title: 'This version cannot be edited' },
  'campaign/not-ready': { status: 422, title: 'The campaign is not ready to be activated' },
  'campaign/key-taken': { status: 409, title: 'Another campaign has this key' },
  'campaign/name-taken': { status: 409, title: 'Another campaign has this name' },
  'calendar/not-found': { status: 404, title: 'There is no such external calendar' },
  'calendar/too-many': { status: 409, title: 'There are as many external calendars as there can be' },
  'calendar/unusable': { status: 422, title: 'This file cannot be used as a calendar' },
  'campaign/too-many': { status: 422, title: 'These are too many campaigns at once' },
  'folder/not-found': { status: 404, title: 'There is no such folder' },
  'folder/name-taken': { status: 409, title: 'A folder beside it has this name' },
  'folder/not-empty': { status: 409, title: 'The folder is not empty' },
  'folder/illegal-place': { status: 422, title: 'The folder cannot be there' },
  'folder/too-many': { status: 409, title: 'There are as many folders as there can be' },
  'view/not-found': { status: 404, title: 'There is no such view' },
  'view/name-taken': { status: 409, title: 'Another view of yours has this name' },
  'view/too-many': { status: 409, title: 'You have as many views as you can have' },
  'occurrence/not-found': { status: 404, title: 'There is no such occurrence of this campaign' },
  'occurrence/not-over': { status: 409, title: 'The occurrence is not over yet' },
  'occurrence/over': { status: 409, title: 'The occurrence is over' },
  'occurrence/nobody-left': { status: 409, title: 'There is nobody left to send the occurrence to' },
  'content/not-ready': { status: 422, title: 'The content cannot be used as it is: correct what is named' },
  'template/not-found': { status: 404, title: 'There is no such content template' },
  'fragment/not-found': { status: 404, title: 'There is no such fragment' },
  'fragment/illegal-transition': { status: 409, title: 'The fragment cannot do that now' },
  'fragment/in-use': { status: 409, title: 'The fragment is in use' },
  'asset/not-found': { status: 404, title: 'There is no such image' },
  'asset/unusable': { status: 422, title: 'This file cannot be used as an image' },
  'asset/storage-unavailable': {
    status: 503,
    title: 'The storage of images does not do what it was asked; try again',
  },
  'language/not-found': { status: 404, title: 'There are no such language settings' },
  'language/name-taken': { status: 409, title: 'Other language settings have this name' },
  'samples/not-found': { status: 404, title: 'There is no such set of samples' },
  'samples/name-taken': { status: 409, title: 'Another set of samples has this name' },
  'proof/not-found': { status: 404, title: 'There is no such proof job' },
  'configuration/not-found': { status: 404, title: 'There is no such channel configuration' },
  'configuration/in-use': { status: 409, title: 'The channel configuration is in use' },
  'configuration/illegal-transition': { status: 409, title: 'The channel configuration cannot do that now' },
  'configuration/name-taken': { status: 409, title: 'Another channel configuration has this name' },
  'configuration/not-ready': { status: 422, title: 'The channel configuration is not complete' },
  'person/not-found': { status: 404, title: 'There is no such person' },
  'client/not-found': { status: 404, title: 'There is no such API client' },
  'profile/not-found': { status: 404, title: 'There is no such profile' },
  'profile/conflict': { status: 409, title: 'These identities belong to different profiles' },
  'namespace/not-found': { status: 404, title: 'There is no such identity namespace' },
  'namespace/taken': { status: 409, title: 'There is an identity namespace of this key' },
  'namespace/in-use': { status: 409, title: 'The identity namespace is in use' },
  'profile/last-identity': { status: 409, title: 'Nothing else leads to this profile' },
  'event/not-found': { status: 404, title: 'There is no such declared type of events' },
  'event/taken': { status: 409, title: 'This type of events is declared already' },
  'field/not-found': { status: 404, title: 'There is no such declared attribute' },
  'field/taken': { status: 409, title: 'This attribute is declared already' },
  'audience/not-found': { status: 404, title: 'There is no such audience' },
  'audience/name-taken': { status: 409, title: 'Another audience has this name' },
  'audience/in-use': { status: 409, title: 'The audience is in use' },
  'audience/upload-not-found': { status: 404, title: 'There is no such upload' },
  'audience/cycle': { status: 422, title: 'An audience cannot be made of itself' },
  'audience/illegal': { status: 409, title: 'The audience cannot do that' },
  'topic/not-found': { status: 404, title: 'There is no such topic' },
  'topic/key-taken': { status: 409, title: 'Another topic has this key' },
  'subscription/no-confirmation': {
    status: 422,
    title: 'Nothing is set up that could ask for confirmations: choose a campaign for it',
  },
  'subscription/no-address': { status: 422, title: 'There is no address that could be asked to confirm' },
  'subscription/asked-too-often': {
    status: 429,
    title: 'This address was asked already; wait before the next time',
  },
  'subscription/channel-refused': { status: 409, title: 'The person refused the channel as a whole' },
  'suppression/not-found': { status: 404, title: 'This entry is not on the suppression list' },
  'allowed/not-found': { status: 404, title: 'This entry is not on the allow list' },
  'import/not-found': { status: 404, title: 'There is no such import' },
  'import/illegal-transition': { status: 409, title: 'The import cannot do that now' },
  'import/wrong-offset': { status: 409, title: 'A piece of the file begins where the last one ended' },
  'import/not-ready': { status: 422, title: 'The import is not ready: say what the columns of its file are' },
  'upload/not-found': { status: 404, title: 'There is no such upload' },
  'upload/unusable': { status: 422, title: 'This file cannot be used' },
  'feedback/not-found': { status: 404, title: 'There is no such feedback source' },
  'inbox/not-found': { status: 404, title: 'There is no such message in the Inbox' },
  'message/not-found': { status: 404, title: 'There is no such message' },
  'execution/not-found': { status: 404, title: 'There is no such execution' },
  'execution/campaign-not-live': { status: 400, title: 'The campaign is not live: activate it first' },
  'execution/outside-schedule': {
    status: 400,
    title: 'The campaign is outside its start and end dates: call within them or change them',
  },
  'execution/wrong-type': {
    status: 400,
    title: 'The campaign does not take this kind of call: use its own endpoint',
  },
  'execution/duplicate-recipient': {
    status: 400,
    title: 'The same recipient is listed twice: name each once',
  },
  'execution/context-too-large': {
    status: 400,
    title: 'The context attributes exceed 200 KB together: send less',
  },
  'execution/context-invalid': {
    status: 400,
    title: 'The context does not fit the campaign’s schema: correct it or the schema',
  },
  'execution/unknown-profile': {
    status: 400,
    title: 'A recipient has no profile: create it or let the campaign create profiles',
  },
  'execution/request-id-reused': {
    status: 409,
    title: 'This requestId was used with another body: send a new one',
  },
  'execution/overloaded': { status: 429, title: 'Too many messages are waiting; try again later' },
  'server/unavailable': { status: 503, title: 'The service is starting or its database is away; try again' },
  'server/bug': { status: 500, title: 'Something is wrong on our side' },
} as const

export type ProblemType = keyof typeof problems

/**
 * The causes of a type that has several about which a person does something else each. The member `reason` of the document
 * says which it is, and members beside it what it is about, so that a reader can be told in another language.
 */
export const problemReasons = {
  'audience/illegal': [
    'archived',
    'made-of-archived',
    'status',
    'kind',
    'not-a-list',
    'rows-missing',
    'upload-over',
  ],
  'calendar/unusable': ['not-ics', 'not-csv', 'no-events'],
  'campaign/not-editable': ['live-version', 'status', 'activated'],
  'campaign/not-ready': ['no-configuration', 'rendering'],
  'content/not-ready': [
    'no-html',
    'html-too-large',
    'too-many-images',
    'no-archive',
    'archive-too-large',
    'archive-too-many',
    'archive-without-html',
    'archive-damaged',
    'too-many-blocks',
    'too-slow',
  ],
  'request/invalid': ['audience-archived', 'audience-missing', 'list-rows', 'tags', 'variant-missing'],
} as const satisfies Partial<Record<ProblemType, readonly string[]>>

export type ProblemReason = (typeof problemReasons)[keyof typeof problemReasons][number]

/** One mistake in the input: where it stands (RFC 6901 JSON pointer) and what is wrong with it. */
export interface Mistake {
  readonly pointer: string
  readonly detail: string
}

export interface ProblemExtra {
  readonly reason?: ProblemReason
  readonly errors?: readonly Mistake[]
  readonly [member: string]: unknown
}

/** The one exception that use cases throw; it *is* the RFC 9457 document. Anything else thrown is a bug. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly type: ProblemType
  readonly extra: ProblemExtra

  constructor(type: ProblemType, detail: string, extra: ProblemExtra = {}) {
    super(detail)
    this.type = type
    this.extra = extra
  }

  get status(): number {
    return problems[this.type].status
  }

  toDocument(instance: string): ProblemDocument {
    const { status, title } = problems[this.type]
    return { type: `/problems/${this.type}`, title, status, detail: this.message, instance, ...this.extra }
  }
}

/** The body of an error answer, media type application/problem+json. */
export interface ProblemDocument extends ProblemExtra {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly instance: string
}
