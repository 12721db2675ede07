INSERT INTO sampleone.item (id) VALUES (1);
