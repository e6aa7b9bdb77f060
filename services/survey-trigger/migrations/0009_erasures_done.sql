CREATE TABLE "erasures_done" (
	"id" uuid PRIMARY KEY NOT NULL
);
