CREATE TABLE sampletwo.item (id bigint PRIMARY KEY);
