import * as endpoints from '@chappe/core/api/simulations'
import * as proofs from '../app/proofs.ts'
import * as samples from '../app/samples.ts'
import { simulate } from '../app/simulations.ts'
import * as testProfiles from '../app/test-profiles.ts'
import type { RouteGroup } from './routes.ts'

export const simulationRoutes: RouteGroup = (serve) => {
  serve(endpoints.simulateCampaign, (ctx, { params, body }) => simulate(ctx, params.id, body))
  serve(endpoints.listTestProfiles, (ctx) => testProfiles.list(ctx))
  serve(endpoints.markTestProfile, (ctx, { params, body }) => testProfiles.mark(ctx, params.id, body.test))
  serve(endpoints.readSampleFile, (_ctx, { body }) => samples.readFile(body))
  serve(endpoints.listSampleSets, (ctx, { params }) => samples.list(ctx, params.id))
  serve(endpoints.createSampleSet, (ctx, { params, body }) => samples.create(ctx, params.id, body))
  serve(endpoints.saveSampleSet, (ctx, { params, body }) => samples.save(ctx, params.id, params.setId, body))
  serve(endpoints.deleteSampleSet, (ctx, { params }) => samples.remove(ctx, params.id, params.setId))
  serve(endpoints.sendProofs, (ctx, { params, body }) => proofs.send(ctx, params.id, body))
  serve(endpoints.listProofJobs, (ctx, { params }) => proofs.list(ctx, params.id))
  serve(endpoints.getProofJob, (ctx, { params }) => proofs.get(ctx, params.id, params.jobId))
}
