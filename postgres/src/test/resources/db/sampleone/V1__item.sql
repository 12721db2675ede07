CREATE TABLE sampleone.item (id bigint PRIMARY KEY);
