import type { z } from 'zod'
import type { OwnerActor, Tx } from '../db/actor.ts'
import { NotFound } from '../web/errors.ts'
import type { TeamForm } from './forms.ts'

export const NOT_OF_TEAM = 'Ärendets nätområde sköts av ett team. Välj någon i teamet.'

export interface Team {
  id: number
  name: string
  areas: string[]
  members: string[]
}

/** A network owner has a handful of teams: one page holds them. */
export async function listTeams(tx: Tx): Promise<Team[]> {
  const { rows } = await tx.raw<{ rows: Team[] }>(
    `select t.id, t.name,
       array(select a.code || ' ' || a.name from team_areas x join areas a on a.id = x.area_id where x.team_id = t.id
         order by a.code) as areas,
       array(select u.name from team_members m join users u on u.id = m.user_id where m.team_id = t.id and u.active
         order by u.name collate public.swedish) as members
     from teams t order by t.name collate public.swedish, t.id`,
  )
  return rows
}

export interface Chosen {
  id: number
  name: string
  areas: number[]
  members: number[]
}

/** @throws NotFound for a stranger's, as for nobody's */
export async function getTeam(tx: Tx, id: number): Promise<Chosen> {
  const { rows } = await tx.raw<{ rows: Chosen[] }>(
    `select id, name, array(select area_id from team_areas where team_id = t.id) as areas,
       array(select user_id from team_members where team_id = t.id) as members
     from teams t where id = ?`,
    [id],
  )
  if (!rows[0]) throw new NotFound()
  return rows[0]
}

/** Writes the team and exactly these areas and members; null when another team has the name. */
export async function saveTeam(
  tx: Tx,
  actor: OwnerActor,
  id: number | null,
  wanted: z.output<typeof TeamForm>,
): Promise<number | null> {
  const { ownerId: owner_id } = actor
  const taken = await tx('teams')
    .where({ name: wanted.name })
    .whereNot({ id: id ?? 0 })
    .first('id')
  if (taken) return null
  const [row] = id === null ? await tx('teams').insert({ owner_id, name: wanted.name }).returning('id') : [{ id }]
  const team = row!.id
  if (id !== null) await tx('teams').where({ id }).update({ name: wanted.name })
  await tx('team_areas').where({ team_id: team }).delete()
  await tx('team_members').where({ team_id: team }).delete()
  // Chosen among what the owner has: an id of somebody else's is not there.
  await tx.raw(`insert into team_areas (team_id, owner_id, area_id) select ?, ?, id from areas where id = any(?)`, [
    team,
    owner_id,
    wanted.areas,
  ] as never)
  await tx.raw(
    `insert into team_members (team_id, owner_id, user_id) select ?, ?, id from users where id = any(?) and active`,
    [team, owner_id, wanted.members] as never,
  )
  return team
}

/** Those who decide in the teams that answer for an area; null when there are none, and then everybody may. */
export async function membersFor(tx: Tx, areaId: number | null): Promise<ReadonlySet<number> | null> {
  const { rows } = await tx.raw<{ rows: { user_id: number }[] }>(
    `select m.user_id from team_areas x join team_members m on m.team_id = x.team_id join users u on u.id = m.user_id
     where x.area_id = ? and u.active and (u.is_admin or 'H' = any(u.permission_sets))`,
    [areaId],
  )
  return rows.length === 0 ? null : new Set(rows.map(({ user_id: id }) => id))
}

/** The teams that answer for an area. */
export async function teamsFor(tx: Tx, areaId: number | null): Promise<ReadonlySet<number>> {
  if (areaId === null) return new Set()
  return new Set((await tx('team_areas').where({ area_id: areaId }).pluck('team_id')) as number[])
}
