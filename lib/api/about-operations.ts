import { z } from 'zod';
import { defineOperations } from './operation.ts';

/** What the API says of itself. */
export const aboutOperations = defineOperations({
  'GET /api/v1/openapi.json': {
    group: 'about',
    permission: 'view',
    id: 'readOpenApi',
    summary: 'This description, as OpenAPI 3.1',
    answer: z.looseObject({ openapi: z.string() }),
  },
});
