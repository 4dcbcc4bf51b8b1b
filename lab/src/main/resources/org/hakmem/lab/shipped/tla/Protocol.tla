------------------------------ MODULE Protocol ------------------------------
(* Slabs shared by threads: allocation, local and remote frees, draining, releasing, posting,      *)
(* mailing, claiming, retiring, the return of pages to the superslab and their reuse, and threads  *)
(* that end and leave a heap. Every action is one atomic step of the program; docs/ownership.md    *)
(* says which method each is.                                                                      *)
(*                                                                                                 *)
(* The blocks of one word of a slab's sets are alike, so they are counted, not named. Two hands on *)
(* one block show as a sum above the capacity, a lost one as a sum below. Blocks in magazines are  *)
(* the program's here: no step of the protocol tells the two apart.                                *)
(*                                                                                                 *)
(* A slab and its pages have one name. When a new slab is made on the pages, who still holds the   *)
(* old slab's object has only steps left that change that object, and is said to be idle.          *)
(*                                                                                                 *)
(* Fault names a mistake made on purpose, or is "none".                                            *)
EXTENDS Naturals, FiniteSets, Sequences, TLC
CONSTANTS Threads, Slabs, Capacity, Fault, None,
          MostBusy,  \* so many threads are within an operation at once
          Mortals,   \* threads that may end
          MostGone,  \* so many threads have ended or stopped at once
          Stops,     \* whether a thread may stop for good before it mails
          Mails      \* whether what is posted is mailed, or waits for the gate

Words == DOMAIN Capacity      \* Capacity: how many blocks each word has
Heaps == Threads              \* each thread begins with a heap of its own, of the same name

VARIABLES
  owner,    \* by slab: a heap, or "full", "posted", "retired", "pages" (no slab: free pages)
  free,     \* by slab and word: blocks in the free set
  remote,   \* by slab and word: blocks in the remote set
  summary,  \* by slab: words of the remote set that may be non-empty
  live,     \* by slab and word: blocks in the hands of the program
  mailed,   \* slabs that are marked as mailed
  inbox,    \* by slab: how many times it stands in the mailbox
  pc, at,   \* by thread: where it is in its operation, and on which slab
  held,     \* by thread: the words it works on
  acting,   \* by thread: the heap it holds
  dead      \* threads that have ended
slabState == <<owner, free, remote, summary, live>>
mailState == <<mailed, inbox>>
heapState == <<acting, dead>>
vars == <<slabState, mailState, pc, at, held, heapState>>

Sum(f) == LET RECURSIVE Add(_)
              Add(n) == IF n = 0 THEN 0 ELSE f[n] + Add(n - 1)
          IN Add(Len(Capacity))
Nothing == [w \in Words |-> 0]
All == [w \in Words |-> Capacity[w]]

Init == /\ owner = [s \in Slabs |-> "pages"] /\ free = [s \in Slabs |-> All]
        /\ remote = [s \in Slabs |-> Nothing] /\ live = [s \in Slabs |-> Nothing]
        /\ summary = [s \in Slabs |-> {}]
        /\ mailed = {} /\ inbox = [s \in Slabs |-> 0]
        /\ pc = [t \in Threads |-> "idle"] /\ at = [t \in Threads |-> None]
        /\ held = [t \in Threads |-> {}]
        /\ acting = [t \in Threads |-> t] /\ dead = {}

Idle(t) == pc[t] = "idle" /\ t \notin dead
AtHome(t) == acting[t] = t
Owns(t, s) == owner[s] = acting[t]
Goto(t, place) == pc' = [pc EXCEPT ![t] = place]
Busy == Cardinality({t \in Threads : pc[t] \notin {"idle", "stopped"}})
Begin(t, place, s) == Busy < MostBusy /\ Goto(t, place) /\ at' = [at EXCEPT ![t] = s]
End(t) == /\ Goto(t, "idle") /\ at' = [at EXCEPT ![t] = None] /\ held' = [held EXCEPT ![t] = {}]
SetOwner(s, to) == owner' = [owner EXCEPT ![s] = to]
MailOrEnd(t) == IF Mails THEN Goto(t, "mark") /\ UNCHANGED <<at, held>> ELSE End(t)

------------------------------------------------------------------------------
(* The program allocates from, and frees into, a slab of its heap. *)
Alloc(t, s) == /\ Idle(t) /\ AtHome(t) /\ Owns(t, s)
               /\ \E w \in Words : /\ free[s][w] > 0
                                   /\ free' = [free EXCEPT ![s][w] = @ - 1]
                                   /\ live' = [live EXCEPT ![s][w] = @ + 1]
               /\ UNCHANGED <<owner, remote, summary, mailState, pc, at, held, heapState>>
FreeLocal(t, s) == /\ Idle(t) /\ AtHome(t) /\ Owns(t, s)
                   /\ \E w \in Words : /\ live[s][w] > 0
                                       /\ live' = [live EXCEPT ![s][w] = @ - 1]
                                       /\ free' = [free EXCEPT ![s][w] = @ + 1]
                   /\ UNCHANGED <<owner, remote, summary, mailState, pc, at, held, heapState>>

(* It frees into another slab: the word, then the summary; who made that non-empty posts. *)
FreeRemote(t, s) ==
  /\ Idle(t) /\ AtHome(t) /\ ~Owns(t, s)
  /\ \E w \in Words :
       /\ live[s][w] > 0 /\ live' = [live EXCEPT ![s][w] = @ - 1]
       /\ IF Fault = "plain OR"
          THEN held' = [held EXCEPT ![t] = {w, 10 + remote[s][w]}] /\ Begin(t, "or", s)
               /\ UNCHANGED remote
          ELSE held' = [held EXCEPT ![t] = {w}] /\ Begin(t, "announce", s)
               /\ remote' = [remote EXCEPT ![s][w] = @ + 1]
  /\ UNCHANGED <<owner, free, summary, mailState, heapState>>
PlainOr(t) ==
  /\ pc[t] = "or"
  /\ LET w == CHOOSE w \in held[t] : w \in Words
         n == CHOOSE n \in held[t] : n \notin Words
     IN remote' = [remote EXCEPT ![at[t]][w] = n - 9] /\ held' = [held EXCEPT ![t] = {w}]
  /\ Goto(t, "announce")
  /\ UNCHANGED <<owner, free, summary, live, mailState, at, heapState>>
Announce(t) ==
  /\ pc[t] = "announce"
  /\ summary' = [summary EXCEPT ![at[t]] = @ \cup held[t]]
  /\ IF (summary[at[t]] = {} /\ Fault # "post never") \/ Fault = "post always"
     THEN Goto(t, "post") /\ held' = [held EXCEPT ![t] = {}] /\ UNCHANGED at
     ELSE End(t)
  /\ UNCHANGED <<owner, free, remote, live, mailState, heapState>>
PostFull(t) ==
  /\ pc[t] = "post"
  /\ IF owner[at[t]] = "full" THEN SetOwner(at[t], "posted") /\ MailOrEnd(t)
                              ELSE UNCHANGED owner /\ End(t)
  /\ UNCHANGED <<free, remote, summary, live, mailState, heapState>>

(* Who posted a slab marks it, and puts it into the mailbox unless it was marked; or stops for     *)
(* good, and keeps its heap.                                                                       *)
Mark(t) == /\ pc[t] = "mark" /\ mailed' = mailed \cup {at[t]}
           /\ IF at[t] \in mailed /\ Fault # "no mark" THEN End(t) ELSE Goto(t, "mail") /\ UNCHANGED <<at, held>>
           /\ UNCHANGED <<slabState, inbox, heapState>>
Mail(t) == /\ pc[t] = "mail" /\ inbox' = [inbox EXCEPT ![at[t]] = @ + 1] /\ End(t)
           /\ UNCHANGED <<slabState, mailed, heapState>>
Gone == Cardinality(dead) + Cardinality({t \in Threads : pc[t] = "stopped"})
Stop(t) == /\ Stops /\ pc[t] \in {"mark", "mail"} /\ Gone < MostGone
           /\ Goto(t, "stopped") /\ at' = [at EXCEPT ![t] = None]
           /\ UNCHANGED <<slabState, mailState, held, heapState>>

------------------------------------------------------------------------------
(* The owner drains: the summary first, then each word. *)
DrainSummary(t, s) ==
  /\ Idle(t) /\ Owns(t, s) /\ summary[s] # {}
  /\ held' = [held EXCEPT ![t] = summary[s]] /\ Begin(t, "drain", s)
  /\ summary' = [summary EXCEPT ![s] = IF Fault = "summary last" THEN @ ELSE {}]
  /\ UNCHANGED <<owner, free, remote, live, mailState, heapState>>
DrainWord(t) ==
  /\ pc[t] = "drain"
  /\ \E w \in held[t] :
       /\ free' = [free EXCEPT ![at[t]][w] = @ + remote[at[t]][w]]
       /\ remote' = [remote EXCEPT ![at[t]][w] = 0]
       /\ IF held[t] = {w}
          THEN IF Fault = "summary last" THEN Goto(t, "clear") /\ UNCHANGED <<at, held>> ELSE End(t)
          ELSE held' = [held EXCEPT ![t] = @ \ {w}] /\ UNCHANGED <<pc, at>>
  /\ UNCHANGED <<owner, summary, live, mailState, heapState>>
ClearLast(t) == /\ pc[t] = "clear" /\ summary' = [summary EXCEPT ![at[t]] = {}] /\ End(t)
                /\ UNCHANGED <<owner, free, remote, live, mailState, heapState>>

(* The owner gives a slab up that it sees no remote frees in: it goes where it belongs. *)
GiveUp(t, s) == /\ Idle(t) /\ Owns(t, s) /\ summary[s] = {} /\ Begin(t, "give up", s)
                /\ UNCHANGED <<slabState, mailState, held, heapState>>
Enough == IF Fault = "count off" THEN Sum(Capacity) - 1 ELSE Sum(Capacity)
Release(t) == /\ pc[t] = "give up" /\ Sum(free[at[t]]) = 0
              /\ SetOwner(at[t], "full")
              /\ IF Fault = "no re-check" THEN End(t) ELSE Goto(t, "re-check") /\ UNCHANGED <<at, held>>
              /\ UNCHANGED <<free, remote, summary, live, mailState, heapState>>
Recheck(t) == /\ pc[t] = "re-check"
              /\ IF summary[at[t]] # {} THEN Goto(t, "post released") /\ UNCHANGED <<at, held>> ELSE End(t)
              /\ UNCHANGED <<slabState, mailState, heapState>>
PostReleased(t) ==
  /\ pc[t] = "post released"
  /\ CASE owner[at[t]] # "full" -> UNCHANGED owner /\ End(t)
       [] Fault = "retake" -> SetOwner(at[t], acting[t]) /\ End(t)
       [] OTHER -> SetOwner(at[t], "posted") /\ MailOrEnd(t)
  /\ UNCHANGED <<free, remote, summary, live, mailState, heapState>>
Post(t) == /\ pc[t] = "give up" /\ Sum(free[at[t]]) > 0 /\ Sum(free[at[t]]) < Enough
           /\ SetOwner(at[t], "posted") /\ MailOrEnd(t)
           /\ UNCHANGED <<free, remote, summary, live, mailState, heapState>>
Retire(t) == /\ pc[t] = "give up" /\ Sum(free[at[t]]) >= Enough
             /\ SetOwner(at[t], "retired") /\ Goto(t, "return")
             /\ UNCHANGED <<free, remote, summary, live, mailState, at, held, heapState>>

(* The pages go back to the superslab, from where anyone takes them for a new slab. *)
ReturnPages(t) == /\ pc[t] = "return" /\ SetOwner(at[t], "pages") /\ End(t)
                  /\ UNCHANGED <<free, remote, summary, live, mailState, heapState>>
Fresh(t, s) ==
  LET late == {u \in Threads : at[u] = s}
  IN /\ Idle(t) /\ AtHome(t) /\ owner[s] = "pages" /\ SetOwner(s, t)
     /\ free' = [free EXCEPT ![s] = All] /\ remote' = [remote EXCEPT ![s] = Nothing]
     /\ summary' = [summary EXCEPT ![s] = {}] /\ live' = [live EXCEPT ![s] = Nothing]
     /\ mailed' = mailed \ {s} /\ inbox' = [inbox EXCEPT ![s] = 0]
     /\ pc' = [u \in Threads |-> IF u \in late THEN "idle" ELSE pc[u]]
     /\ at' = [u \in Threads |-> IF u \in late THEN None ELSE at[u]]
     /\ held' = [u \in Threads |-> IF u \in late THEN {} ELSE held[u]]
     /\ UNCHANGED heapState

------------------------------------------------------------------------------
(* Anyone claims a posted slab: out of the mailbox, or found by the gate's sweep. *)
TakeMail(t, s) == /\ Idle(t) /\ AtHome(t) /\ inbox[s] > 0 /\ inbox' = [inbox EXCEPT ![s] = @ - 1]
                  /\ Begin(t, IF Fault = "unmark late" THEN "claim" ELSE "unmark", s)
                  /\ held' = [held EXCEPT ![t] = IF Fault = "unmark late" THEN {"unmark"} ELSE {}]
                  /\ UNCHANGED <<slabState, mailed, heapState>>
Unmark(t) == /\ pc[t] = "unmark" /\ mailed' = mailed \ {at[t]}
             /\ IF Fault = "unmark late" THEN End(t) ELSE Goto(t, "claim") /\ UNCHANGED <<at, held>>
             /\ UNCHANGED <<slabState, inbox, heapState>>
Sweep(t, s) == /\ Idle(t) /\ AtHome(t) /\ owner[s] = "posted" /\ Fault # "no gate"
               /\ Begin(t, "claim", s)
               /\ UNCHANGED <<slabState, mailState, held, heapState>>
Claim(t) ==
  /\ pc[t] = "claim"
  /\ IF owner[at[t]] = "posted" THEN SetOwner(at[t], acting[t]) ELSE UNCHANGED owner
  /\ IF owner[at[t]] # "posted" /\ Fault = "claim unchecked"
     THEN Goto(t, "drain") /\ held' = [held EXCEPT ![t] = Words] /\ UNCHANGED at
     ELSE IF held[t] = {"unmark"} THEN Goto(t, "unmark") /\ UNCHANGED <<at, held>> ELSE End(t)
  /\ UNCHANGED <<free, remote, summary, live, mailState, heapState>>

------------------------------------------------------------------------------
(* A thread ends between operations. Its heap stays, as it is, until one thread gets to hold it:   *)
(* a new one for good, or another one to post a slab of it and to claim that for itself, or to     *)
(* give all its slabs up.                                                                          *)
Die(t) == /\ t \in Mortals /\ Idle(t) /\ AtHome(t) /\ Gone < MostGone /\ dead' = dead \cup {t}
          /\ UNCHANGED <<slabState, mailState, pc, at, held, acting>>
Held(h) == \E u \in Threads : acting[u] = h /\ u \notin dead
IsAbandoned(h) == IF Fault = "timeout" THEN pc[h] # "idle" ELSE h \in dead /\ ~Held(h)
Born(t) == /\ t \in dead /\ ~Held(t) /\ dead' = dead \ {t}
           /\ UNCHANGED <<slabState, mailState, pc, at, held, acting>>
Hold(t, h) == /\ Idle(t) /\ AtHome(t) /\ h # t /\ IsAbandoned(h) /\ \E s \in Slabs : owner[s] = h
              /\ IF Fault = "no heap CAS"
                 THEN Goto(t, "hold") /\ held' = [held EXCEPT ![t] = {h}] /\ UNCHANGED acting
                 ELSE acting' = [acting EXCEPT ![t] = h] /\ UNCHANGED <<pc, held>>
              /\ UNCHANGED <<slabState, mailState, at, dead>>
PlainHold(t) == /\ pc[t] = "hold" /\ acting' = [acting EXCEPT ![t] = CHOOSE h \in held[t] : TRUE]
                /\ End(t) /\ UNCHANGED <<slabState, mailState, dead>>
HandOver(t, s) == /\ Idle(t) /\ ~AtHome(t) /\ Owns(t, s) /\ (Sum(free[s]) > 0 \/ summary[s] # {})
                  /\ SetOwner(s, "posted") /\ acting' = [acting EXCEPT ![t] = t] /\ Begin(t, "claim", s)
                  /\ UNCHANGED <<free, remote, summary, live, mailState, held, dead>>
LetGo(t) == /\ Idle(t) /\ ~AtHome(t) /\ \A s \in Slabs : ~Owns(t, s)
            /\ acting' = [acting EXCEPT ![t] = t]
            /\ UNCHANGED <<slabState, mailState, pc, at, held, dead>>

------------------------------------------------------------------------------
Continue(t) == \/ Mark(t) \/ Mail(t) \/ PlainOr(t) \/ Announce(t) \/ PostFull(t) \/ DrainWord(t) \/ ClearLast(t)
               \/ Release(t) \/ Recheck(t) \/ PostReleased(t) \/ Post(t) \/ Retire(t) \/ ReturnPages(t)
               \/ Unmark(t) \/ Claim(t) \/ PlainHold(t)
Next == \E t \in Threads :
  \/ Continue(t) \/ Stop(t) \/ Die(t) \/ Born(t) \/ LetGo(t)
  \/ \E s \in Slabs : \/ Alloc(t, s) \/ FreeLocal(t, s) \/ FreeRemote(t, s) \/ DrainSummary(t, s)
                      \/ GiveUp(t, s) \/ Fresh(t, s) \/ TakeMail(t, s) \/ Sweep(t, s) \/ HandOver(t, s)
  \/ \E h \in Heaps : Hold(t, h)
Safe == Init /\ [][Next]_vars

(* Who is within an operation ends it, who holds another heap goes on with it, and no slab stays     *)
(* posted for good, as gates look everywhere. Whoever can again and again drain a slab, or take over *)
(* its heap, in the end does, or another thread does. Nothing is said of the other slabs: that asks  *)
(* less of the program, and fewer formulas of the checker. Slabs are alike, so that what comes to    *)
(* pass for one does for each.                                                                       *)
Followed == CHOOSE s \in Slabs : TRUE
Fair ==
  /\ \A t \in Threads : []<>(pc[t] \in {"idle", "stopped"})
  /\ WF_vars(\E t \in Threads : \/ LetGo(t)
                                \/ ~AtHome(t) /\ \E s \in Slabs : GiveUp(t, s) \/ HandOver(t, s))
  /\ []<>(owner[Followed] # "posted" \/ Fault = "no gate")
  /\ SF_vars(\E t \in Threads : DrainSummary(t, Followed))
  /\ SF_vars(\E t \in Threads, h \in Heaps : owner[Followed] = h /\ Hold(t, h))
Live == Safe /\ Fair

AllIdle == Busy = 0
Symmetric == Permutations(Threads) \cup Permutations(Slabs)

------------------------------------------------------------------------------
(* program + free + remote = capacity; a block in a plain OR's hands counts as the program's. *)
Conservation == \A s \in Slabs : owner[s] # "pages" => \A w \in Words :
  free[s][w] + remote[s][w] + live[s][w]
    + Cardinality({t \in Threads : pc[t] = "or" /\ at[t] = s /\ w \in held[t]}) = Capacity[w]
(* What is the owner's alone is done by the owner. *)
OwnerAlone == \A t \in Threads : pc[t] \in {"drain", "clear", "give up"} => Owns(t, at[t])
(* A heap is in one thread's hands, and that thread's alone while it lives. *)
OneHolder == \A t, u \in Threads : t # u /\ t \notin dead /\ u \notin dead => acting[t] # acting[u]
(* A block in the remote set is announced, or about to be. *)
Announced == AllIdle => \A s \in Slabs : \A w \in Words : remote[s][w] > 0 => w \in summary[s]
(* No slab with room belongs to nobody without being posted. *)
NotStranded == AllIdle => \A s \in Slabs : owner[s] = "full" => Sum(free[s]) + Sum(remote[s]) = 0
(* A posted slab stands in its mailbox, once; one that is not is claimed in vain if it stands there. *)
MailedOnce == \A s \in Slabs : inbox[s] <= 1
Mailed == Mails /\ AllIdle => \A s \in Slabs : owner[s] = "posted" => inbox[s] = 1
(* Pages go back with all blocks free. *)
RetiredIsFree == \A s \in Slabs : owner[s] \in {"retired", "pages"} => free[s] = All

(* A freed block becomes allocatable, unless it lies in a slab whose owner has stopped. A drain     *)
(* takes all blocks of a word.                                                                     *)
Stuck(s) == \E t \in Threads : pc[t] = "stopped" /\ Owns(t, s)
Freed == \A w \in Words : (remote[Followed][w] > 0) ~> (remote[Followed][w] = 0 \/ Stuck(Followed))

One == <<1>>
Three == <<3>>
Two == <<2>>
TwoAndOne == <<2, 1>>
=============================================================================
