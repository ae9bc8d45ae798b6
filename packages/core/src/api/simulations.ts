import { z } from 'zod'
import {
  Proof,
  ProofJob,
  ProofRequest,
  Sample,
  SampleSet,
  SimulatedSample,
  simulationLimits,
} from '../simulation/schema.ts'
import { campaignAt } from './campaigns.ts'
import { endpoint, nothing, one } from './endpoint.ts'

const tag = 'Simulation and proofs'
const samples = z.array(Sample).max(simulationLimits.samples)
const sampleSetInput = z.object({ name: z.string().trim().min(1).max(simulationLimits.setName), samples })

export const simulateCampaign = endpoint({
  id: 'simulateCampaign',
  summary: 'Render a version for several people or sample values, in each locale asked for, side by side',
  tag,
  method: 'POST',
  path: `${campaignAt}/simulations`,
  access: 'campaigns:read',
  params: one,
  body: z.object({
    version: z.int32().min(1).optional(),
    /** One of the version's variants; absent: the campaign's own content. */
    variant: z.string().max(40).optional(),
    samples: samples.min(1),
    /** `own`: the locale that each person would get; `all`: every locale for each. */
    locales: z.enum(['own', 'all']).default('own'),
  }),
  reply: z.object({ version: z.int(), samples: z.array(SimulatedSample) }),
})
export const listTestProfiles = endpoint({
  id: 'listTestProfiles',
  summary: 'The profiles marked as test profiles',
  tag,
  method: 'GET',
  path: '/v1/test-profiles',
  access: 'profiles:read',
  reply: z.object({
    items: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        namespace: z.string(),
        value: z.string(),
        language: z.string().nullable(),
      }),
    ),
  }),
})
export const markTestProfile = endpoint({
  id: 'markTestProfile',
  summary: 'Mark a profile as a test profile, or take the mark off',
  tag,
  method: 'PUT',
  path: '/v1/profiles/:id/test',
  access: 'profiles:write',
  params: one,
  body: z.object({ test: z.boolean() }),
  status: 204,
  reply: nothing,
})
export const readSampleFile = endpoint({
  id: 'readSampleFile',
  summary:
    'Samples from a CSV (columns such as `name`, `profile.person.name.firstName`, `context.order.number`), JSON or JSON Lines file',
  tag,
  method: 'POST',
  path: '/v1/sample-files',
  access: 'campaigns:read',
  body: z.object({
    filename: z.string().max(300).default(''),
    text: z.string().max(simulationLimits.sampleFile),
  }),
  reply: z.object({
    format: z.enum(['csv', 'json', 'jsonl']),
    samples,
    /** Lines that could not be read, and why. */
    remarks: z.array(z.object({ line: z.int(), message: z.string() })),
  }),
})
export const listSampleSets = endpoint({
  id: 'listSampleSets',
  summary: 'The sets of samples kept with a campaign',
  tag,
  method: 'GET',
  path: `${campaignAt}/sample-sets`,
  access: 'campaigns:read',
  params: one,
  reply: z.object({ items: z.array(SampleSet) }),
})
export const createSampleSet = endpoint({
  id: 'createSampleSet',
  summary: 'Keep a set of samples for everybody who works on the campaign',
  tag,
  method: 'POST',
  path: `${campaignAt}/sample-sets`,
  access: 'campaigns:write',
  params: one,
  status: 201,
  body: sampleSetInput,
  reply: SampleSet,
})
export const saveSampleSet = endpoint({
  id: 'saveSampleSet',
  summary: 'Change a set of samples',
  tag,
  method: 'PUT',
  path: `${campaignAt}/sample-sets/:setId`,
  access: 'campaigns:write',
  params: z.object({ id: z.uuid(), setId: z.uuid() }),
  body: sampleSetInput.extend({ revision: z.int32() }),
  reply: SampleSet,
})
export const deleteSampleSet = endpoint({
  id: 'deleteSampleSet',
  summary: 'Delete a set of samples',
  tag,
  method: 'DELETE',
  path: `${campaignAt}/sample-sets/:setId`,
  access: 'campaigns:write',
  params: z.object({ id: z.uuid(), setId: z.uuid() }),
  status: 204,
  reply: nothing,
})
export const sendProofs = endpoint({
  id: 'sendProofs',
  summary: 'Send proofs, marked as such; no report and no cap counts them. Goes on in the background',
  tag,
  method: 'POST',
  path: `${campaignAt}/proofs`,
  access: 'campaigns:write',
  params: one,
  status: 202,
  body: ProofRequest,
  reply: ProofJob,
})
export const listProofJobs = endpoint({
  id: 'listProofJobs',
  summary: 'The proof jobs of a campaign, newest first (100 at most)',
  tag,
  method: 'GET',
  path: `${campaignAt}/proofs`,
  access: 'campaigns:read',
  params: one,
  reply: z.object({ items: z.array(ProofJob) }),
})
export const getProofJob = endpoint({
  id: 'getProofJob',
  summary: 'One proof job with each of its messages',
  tag,
  method: 'GET',
  path: `${campaignAt}/proofs/:jobId`,
  access: 'campaigns:read',
  params: z.object({ id: z.uuid(), jobId: z.uuid() }),
  reply: ProofJob.extend({ proofs: z.array(Proof) }),
})
