import { listFolders } from '@chappe/core/api/folders'
import type { Folder } from '@chappe/core/folder/schema'
import { useEndpoint } from '../../../data.ts'

const none: readonly Folder[] = []

/** The folders of campaigns; none while they are being asked for. */
export const useFolders = (): readonly Folder[] =>
  useEndpoint(listFolders, { query: { kind: 'campaign' } }).data?.items ?? none
