"""The words around a term whose meaning is asked for, folded as `bot.language.words.key_of` folds them."""

from __future__ import annotations

# Said before anything else.
BY_THE_WAY = (
    "entschuldigung|sorry|pardon|moment|moment mal|halt|stopp|stop|also|und|aber|ok|okay|hm|ah|oh"
    "|ne frage|eine frage|kurze frage|wait|hold on|one question|quick question|excuse me|and|but|well"
    "|so"
)
# Said before the term.
BEFORE = (
    "was ist|was sind|was war|was heisst|was heissen|was bedeutet|was bedeuten|was meint"
    "|was meinen sie|was versteht man|was soll|was is|was isn|wat is|wat isn|wat heisst|wat bedeutet"
    "|wofur steht|was genau ist|was genau heisst|was genau bedeutet|was ist genau|was ist noch mal"
    "|wie ist das|bedeutung von|bedeutung|die bedeutung von|definition|definition von|sag mir was"
    "|kenne|nie gehort|konnen sie|konnten sie|konnen sie mir|konnten sie mir|kannst du|kannst du mir"
    "|erklaren sie|erklar|erklare|erklart|bitte erklaren sie|erklaren sie uns|verstehe|versteh"
    "|ich verstehe|ich versteh|was meinst du mit|was meint man mit|was meinen sie mit"
    "|was verstehst du unter|was verstehen sie unter|was versteht man unter|was ist mit|was ist das"
    "|was zum teufel ist|was zur holle ist|wie erklarst du|wie erklaren sie|wie erklart man"
    "|bitte um erklarung von|bitte um erklarung|erklarung von|erklarung|ich kenne|ich kenn|mir sagt"
    "|sagt mir|von|noch nie von|noch nie|erklarung zu|was in aller welt ist|begriff|kapier|kapiere"
    "|ich kapier|ich kapiere|keine ahnung was|weiss nicht was|ich weiss nicht was|hae|ha|what is"
    "|what s|whats|what are|what was|what does|what do|what do you mean|what is meant|what exactly is"
    "|what exactly does|meaning of|the meaning of|definition of|define|explain|remind me what"
    "|can you explain|could you explain|please explain|tell me about|no clue what|no idea what"
    "|never heard of|i do not know what|i don t know what|i dont know what|i don t get|i dont get"
    "|i don t understand|i do not understand|i dont understand|don t know what|dont know what|huh"
    "|i don t know|i dont know|i do not know|i ve never come across|i have never come across"
    "|never come across|i ve never heard of|i have never heard of|how would you explain"
    "|how do you explain|explanation of|what the hell is|what on earth is|unfamiliar with"
    "|i m not familiar with|not familiar with|what is the term|could you define|can you define"
    "|what s meant by"
)
# Said after the term.
AFTER = (
    "bedeutet|heisst|ist|is|sind|soll das sein|nicht|nich|net|nochmal|nochma|bitte|genau|eigentlich"
    "|sagt mir nichts|sagt mir nix|sagt mir gar nichts|sagt mir nicht viel|kenne ich nicht"
    "|kenn ich nicht|kenne ich nich|verstehe ich nicht|versteh ich nicht|verstehe ich nich"
    "|kapiere ich nicht|kapier ich nicht|ist mir unbekannt|hab ich nie gehort|habe ich nie gehort"
    "|hab ich noch nie gehort|habe ich noch nie gehort|nie gehort|nichts|nix|gemeint|was ist das"
    "|was heisst das|was bedeutet das|was soll das sein|was ist damit gemeint|was meint das|sein"
    "|explained|doesn t ring a bell|does not ring a bell|is new to me|is unknown to me|what is that"
    "|what s that|whats that|what does that mean|what is it|what s this|i don t know|i don t get it"
    "|i don t understand|meaning|definition|definieren|zu deutsch|auf deutsch|in english|auf einfach"
    "|in simple terms|fur laien|for dummies|einfach|denn|erklaren|erklar|please|mean|means|again"
    "|exactly|are|stand for|stands for|supposed to be|in plain words|to me"
)
# Small words between the question and the term.
SMALL = (
    "der|die|das|den|dem|des|ein|eine|einen|einer|eigentlich|genau|denn|so|mit|begriff|wort|hier|mal"
    "|kurz|nochmal|nochma|doch|mir|bitte|the|a|an|this|that|term|word|exactly|actually|by|please|me"
    "|to me"
)
