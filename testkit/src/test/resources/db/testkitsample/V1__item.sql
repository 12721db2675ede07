CREATE TABLE testkitsample.item (id bigint PRIMARY KEY);
