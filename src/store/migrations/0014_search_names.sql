-- Names by how they begin, for what somebody begins to type and for names next to each other: an index of trigrams has
-- to look at all that begin with "s" to find the first ten.
create index search_documents_beginnings on search_documents (organization_id, noun, (left(names, 64) collate "C"))
  where names is not null;
