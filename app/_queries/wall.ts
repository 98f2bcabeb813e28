import { queryOptions } from '@tanstack/react-query';
import { applyWallDelta, toWallBoard, type WallBoard } from '#lib/derive/wall-board.ts';
import type { ApiWallDelta } from '#lib/model/api/wall.ts';
import { readApi } from './api-client.ts';

/** Deltas that came while an answer was on its way, so that none is lost behind it. */
const keptDeltas = 100;

/** The last deltas of one life of the app. */
export class RecentDeltas {
  #app: string | undefined;
  #deltas: ApiWallDelta[] = [];

  /** From now on deltas are of this life; those of another one mean nothing. */
  setApp(app: string): void {
    if (app !== this.#app) this.#deltas = [];
    this.#app = app;
  }

  add(delta: ApiWallDelta): void {
    this.#deltas.push(delta);
    if (this.#deltas.length > keptDeltas) this.#deltas.shift();
  }

  /** Whether the deltas go on from such a board. */
  isOf(board: WallBoard | undefined): boolean {
    return board !== undefined && board.app === this.#app;
  }

  /** The board with every kept delta that it has not seen. */
  applyTo(board: WallBoard): WallBoard {
    return this.isOf(board) ? this.#deltas.reduce(applyWallDelta, board) : board;
  }
}

/** `/api/v1/wall`, read whole by the wall and kept current by the stream's deltas; polled only while the stream is cut. */
export const wallQuery = (recent: RecentDeltas) =>
  queryOptions({
    queryKey: ['wall'],
    queryFn: async ({ signal }) => recent.applyTo(toWallBoard(await readApi('GET /api/v1/wall', {}, signal))),
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: false,
    refetchOnWindowFocus: false,
    // The board shares what stayed by itself, and comparing 25,000 cells each second would be for nothing.
    structuralSharing: false,
  });
