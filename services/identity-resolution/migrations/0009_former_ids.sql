ALTER TABLE "identifiers" ADD COLUMN "former" uuid[];--> statement-breakpoint
CREATE INDEX "identifiers_former" ON "identifiers" USING gin ("former") WHERE "identifiers"."former" IS NOT NULL;