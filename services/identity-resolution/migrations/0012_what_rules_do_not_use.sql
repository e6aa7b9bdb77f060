CREATE TABLE "unused_names" (
	"node" uuid NOT NULL,
	"key" uuid NOT NULL,
	CONSTRAINT "unused_names_node_key_pk" PRIMARY KEY("node","key")
);
--> statement-breakpoint
CREATE INDEX "unused_names_in" ON "unused_names" USING btree ("key");