-- A row of these is written again with every interaction. With room beside it the new one needs no entries in the indexes.
ALTER TABLE "identifiers" SET (fillfactor = 70);
