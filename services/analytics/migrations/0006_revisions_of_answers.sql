CREATE TABLE "responses" (
	"response" uuid PRIMARY KEY NOT NULL,
	"revision" integer NOT NULL,
	"rebuilt" integer DEFAULT 0 NOT NULL
);
