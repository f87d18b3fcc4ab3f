-- A character's chats are counted when the transaction ends. Its row is where all its new visitors
-- meet: locked in the middle of a turn, it lets them through one after another, each only once the
-- one before has come back to commit.

drop trigger chats_count on public.chats;

create constraint trigger chats_count
  after insert or delete on public.chats
  deferrable initially deferred
  for each row
  execute function private.count_chats();
