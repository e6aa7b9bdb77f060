CREATE TABLE "search_names" (
	"word" text COLLATE "C" NOT NULL,
	"customer" uuid NOT NULL,
	"words" text COLLATE "C" NOT NULL,
	CONSTRAINT "search_names_word_customer_words_pk" PRIMARY KEY("word","customer","words")
);
--> statement-breakpoint
ALTER TABLE "linkage_records" ADD COLUMN "searchable" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "search_names_customer" ON "search_names" USING btree ("customer");--> statement-breakpoint
CREATE INDEX "identifiers_other_kinds" ON "identifiers" USING btree ("kind") WHERE kind <> ALL ('{customer_number,national_id,user_id,loyalty_id,email,phone,whatsapp,twitter,instagram,facebook,tiktok,linkedin,card_token,device_id,booking_ref,order_id,anonymous_id}'::text[]);--> statement-breakpoint
CREATE INDEX "linkage_records_unsearchable" ON "linkage_records" USING btree ("customer") WHERE NOT "linkage_records"."searchable";