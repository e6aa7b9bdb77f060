-- Written with every batch, read after a crash: hashes do not get shorter by compression.
ALTER TABLE "publications" ALTER COLUMN "customers" SET STORAGE EXTERNAL, ALTER COLUMN "interactions" SET STORAGE EXTERNAL;
