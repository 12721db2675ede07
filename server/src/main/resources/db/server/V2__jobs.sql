-- db-scheduler's table: recurring jobs, each run by one node at a time.
CREATE TABLE server.scheduled_tasks (
    task_name             text NOT NULL,
    task_instance         text NOT NULL,
    task_data             bytea,
    execution_time        timestamptz NOT NULL,
    picked                boolean NOT NULL,
    picked_by             text,
    last_success          timestamptz,
    last_failure          timestamptz,
    consecutive_failures  integer,
    last_heartbeat        timestamptz,
    version               bigint NOT NULL,
    priority              smallint,
    PRIMARY KEY (task_name, task_instance)
) WITH (fillfactor = 50);

CREATE INDEX scheduled_tasks_execution_time ON server.scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_last_heartbeat ON server.scheduled_tasks (last_heartbeat);
