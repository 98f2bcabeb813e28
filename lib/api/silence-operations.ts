import { apiDeleted, apiOneSilence, apiOneWindow } from '../model/api/acts.ts';
import { apiMaintenance, apiMaintenancePreview } from '../model/api/maintenance.ts';
import { apiHits, apiSilences } from '../model/api/silences.ts';
import { defineOperations } from './operation.ts';
import { byBody, maintenanceBody, maintenancePreviewBody, previewBody, silenceBody, silenceChangeBody } from './write-bodies.ts';

const seen = { group: 'silences', permission: 'view' } as const;
const silenced = { group: 'silences', permission: 'silence' } as const;
const maintained = { group: 'silences', permission: 'maintain' } as const;

/** What keeps alerts from being told: silences and maintenance windows. */
export const silenceOperations = defineOperations({
  'GET /api/v1/silences': {
    ...seen,
    id: 'listSilences',
    summary: 'Silences, those that end last first',
    answer: apiSilences,
  },
  'POST /api/v1/silences': {
    ...silenced,
    id: 'makeSilence',
    summary: 'Make a silence',
    body: silenceBody,
    answer: apiOneSilence,
    status: 201,
    problems: ['matches-everything'],
  },
  'POST /api/v1/silences/preview': {
    ...seen,
    id: 'previewSilence',
    summary: 'What matchers would hit now',
    description: 'Nothing is written.',
    body: previewBody,
    answer: apiHits,
  },
  'PUT /api/v1/silences/{id}': {
    ...silenced,
    id: 'changeSilence',
    summary: 'Give a silence another end and comment',
    description: 'Its matchers do not change: what it held back before would no longer be explained by it.',
    body: silenceChangeBody,
    answer: apiOneSilence,
    problems: ['not-found', 'expired'],
  },
  'DELETE /api/v1/silences/{id}': {
    ...silenced,
    id: 'endSilence',
    summary: 'End a silence now',
    body: byBody,
    answer: apiOneSilence,
    problems: ['not-found'],
  },
  'GET /api/v1/maintenance': {
    ...seen,
    id: 'listWindows',
    summary: 'Maintenance windows, with the opening of now and the next one',
    answer: apiMaintenance,
  },
  'POST /api/v1/maintenance': {
    ...maintained,
    id: 'makeWindow',
    summary: 'Make a maintenance window',
    body: maintenanceBody,
    answer: apiOneWindow,
    status: 201,
    problems: ['matches-everything'],
  },
  'POST /api/v1/maintenance/preview': {
    ...seen,
    id: 'previewWindow',
    summary: 'What a window would hit now, and its next openings',
    description: 'Nothing is written.',
    body: maintenancePreviewBody,
    answer: apiMaintenancePreview,
  },
  'PUT /api/v1/maintenance/{id}': {
    ...maintained,
    id: 'changeWindow',
    summary: 'Put another maintenance window in place of this one',
    body: maintenanceBody,
    answer: apiOneWindow,
    problems: ['not-found', 'matches-everything'],
  },
  'DELETE /api/v1/maintenance/{id}': {
    ...maintained,
    id: 'deleteWindow',
    summary: 'Delete a maintenance window',
    body: byBody,
    answer: apiDeleted,
    problems: ['not-found'],
  },
});
