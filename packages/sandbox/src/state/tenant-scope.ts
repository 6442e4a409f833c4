import type { Ids } from '../seed/index.ts';

/** A JSON value. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** What the parts of a tenant, such as its verifications and webhooks, may use of it. */
export interface TenantScope {
  readonly key: string;
  /** Its number in the store. */
  readonly number: number;
  /** What its ids and made-up data come from. */
  readonly identity: string;
  readonly ids: Ids;
  readonly timeline: {
    /** Schedules an event. */
    schedule(dueMs: number, kind: string, payload: Json, saved?: boolean): void;
  };
  /** The tenant's time, milliseconds since 1970, UTC. */
  now(): number;
  /** Runs something as if it were another time. */
  atTime<Result>(atMs: number, run: () => Result): Result;
  /** The next number of a sequence of its own, from 1. */
  nextNumber(name: string): number;
  /** Writes everything or nothing. If it throws, the tenant is read from the store again. */
  transaction<Result>(run: () => Result): Result;
  /** Writes what was not written yet. */
  save(): void;
  /** Reads the tenant from the store again, after a failure. */
  recover(): void;
}

/** State of tenants that is kept in memory only, and is part of a snapshot. */
export interface TenantPart {
  save(tenant: TenantScope): Json;
  /** Throws if `load` cannot take a value, which may come from a snapshot written by hand. */
  check(value: Json | undefined): void;
  /** @param value - As returned by `save`; undefined resets it. */
  load(tenant: TenantScope, value: Json | undefined): void;
}
