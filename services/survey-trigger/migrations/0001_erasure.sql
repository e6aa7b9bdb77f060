CREATE TABLE "erased" (
	"subject" uuid PRIMARY KEY NOT NULL,
	"until" timestamp with time zone NOT NULL
);
