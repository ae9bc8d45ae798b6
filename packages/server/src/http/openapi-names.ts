import { ApiClient } from '@chappe/core/api/clients'
import { ProviderInput } from '@chappe/core/api/configurations'
import { Execution, ExecutionRecipient } from '@chappe/core/api/executions'
import { InboxEntry, InboxMessage } from '@chappe/core/api/inbox'
import { Preferences, Session } from '@chappe/core/api/session'
import {
  AllowedAddress,
  Suppression,
  SuppressionSettings,
  SuppressionUpload,
} from '@chappe/core/api/suppressions'
import { Alert, Variable } from '@chappe/core/campaign/review'
import { Campaign, CampaignVersion, Definition, EmailContent } from '@chappe/core/campaign/schema'
import { ChannelConfiguration, EmailSettings, ProviderDescription } from '@chappe/core/configuration/schema'
import { Message, TimelineEntry } from '@chappe/core/message/schema'
import { Identity, Profile } from '@chappe/core/profile/schema'
import { Report } from '@chappe/core/report/schema'

/** Schemas of answers that have a name in the OpenAPI document. */
export const replyNames = {
  Alert,
  ApiClient,
  Campaign,
  CampaignVersion,
  ChannelConfiguration,
  Definition,
  EmailContent,
  EmailSettings,
  Execution,
  ExecutionRecipient,
  Identity,
  InboxEntry,
  InboxMessage,
  Message,
  Preferences,
  Profile,
  ProviderDescription,
  Report,
  Session,
  Suppression,
  AllowedAddress,
  SuppressionSettings,
  SuppressionUpload,
  TimelineEntry,
  Variable,
}

/** Schemas of what is sent: members with a default may be left out there. */
export const inputNames = {
  DefinitionInput: Definition,
  EmailContentInput: EmailContent,
  EmailSettingsInput: EmailSettings,
  IdentityInput: Identity,
  PreferencesInput: Preferences,
  ProviderInput,
}
