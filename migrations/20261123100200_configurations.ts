import type { Knex } from 'knex'

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- What a network owner published, whole, once: cases keep the version they began with.
    create table configurations (
      id int generated always as identity primary key,
      owner_id int not null references owners,
      version int not null,
      published_at timestamptz not null default app.now(),
      -- Coded reasons to reject with: [{code, text, phase}] (docs/domain.md 3.5).
      rejection_reasons jsonb not null,
      unique (owner_id, version),
      unique (id, owner_id)
    );

    create table job_types (
      id int generated always as identity primary key,
      configuration_id int not null,
      owner_id int not null,
      code text not null,
      name text not null,
      type_code text not null,
      type_name text not null,
      flow text not null check (flow in ('F', 'D', 'G')),
      active boolean not null default true,
      position int not null,
      -- A JobType of src/domain/forms/definition.ts.
      definition jsonb not null,
      unique (configuration_id, code),
      unique (id, owner_id, flow),
      foreign key (configuration_id, owner_id) references configurations (id, owner_id)
    );
    create index job_types_owner on job_types (owner_id, configuration_id, position);
  `)
}
