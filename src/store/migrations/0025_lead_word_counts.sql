-- Each new document has dozens of words and trigrams, most of which others have too. Put into the index one by one, they cost
-- as much as the row itself; a list of half a megabyte that is sorted in at once costs a fifth, and reading it half a
-- millisecond.
alter index search_documents_words set (fastupdate = on, gin_pending_list_limit = 512);
alter index search_documents_names set (fastupdate = on, gin_pending_list_limit = 512);
alter index lead_words_words set (fastupdate = on, gin_pending_list_limit = 512);

-- How many leads have words that very many have: counted once, and kept right by whoever gathers words.
create table lead_word_counts (
  organization_id text collate "C" not null,
  query text collate "C" not null,
  count bigint not null,
  used_at timestamptz not null default now(),
  primary key (organization_id, query)
);
