-- Who has which place, where a sale gives one place a person: a loss of Redis must not give anybody a second one.
CREATE TABLE "queue_person" (
    "sale_id" TEXT NOT NULL,
    "person" TEXT NOT NULL,
    "lane" TEXT NOT NULL,
    "number" INTEGER NOT NULL,

    CONSTRAINT "queue_person_pkey" PRIMARY KEY ("sale_id","person")
);
