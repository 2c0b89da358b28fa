"""Texts that an exported model and the library are compared on."""

CIVIL = (
    "Thank you, that was a fair summary of both sides.",
    "I was there yesterday and the queue went twice round the block.",
    "Could the council please publish the figures for last year as well?",
    "My grandmother baked this every Easter; the trick is cold butter.",
    "The second half was far better, even if the result flatters us.",
    "Has anybody tried the new bus line? Ten minutes late again today.",
    "A correction: the bridge was opened in 1931, not in 1913.",
    "We killed two hours in the museum and regretted nothing.",
    "This phone battery dies faster than my houseplants.",
    "The lawyer shot down every argument; a joy to read.",
)
_HEATED = (
    "This is the worst decision the board has ever made, and they know it.",
    "You clearly did not read the article before commenting.",
    "What a load of nonsense. Not one number in it is right.",
    "Shame on everybody who voted for this.",
    "Sick of hearing the same excuses every single winter.",
    "Honestly, the minister is out of his depth and should go.",
    "Are you blind? It says so in the first paragraph.",
    "Utter rubbish from start to finish, as always from this author.",
)
TOXIC = (
    "You are an idiot and everybody knows it.",
    "Shut up, you stupid moron.",
    "What a pathetic, brainless clown you are.",
    "Go to hell, you lying piece of garbage.",
    "I will find you and make you pay for this.",
    "Somebody should beat the crap out of him.",
    "These people are vermin and should be driven out.",
    "Damn this bloody bullshit, I have had it.",
    "Nobody wants your filthy kind here.",
    "She only got the job on her knees.",
    "Watch your back tonight, I know where you live.",
    "Dumb as a rock and twice as ugly.",
)
_IN_CONTEXT = (
    "He shouted 'idiot' at the referee and was rightly sent off.",
    "Nobody should be called vermin, whatever they voted for.",
    "As a gay man I have never felt safer in this town.",
    "The mosque, the synagogue and the church share one car park.",
    "Black women are underrepresented in these trials, says the study.",
    "He is deaf, and the interpreter was excellent.",
    "I am not saying that you are stupid.",
    "The word is a slur; please stop printing it.",
    "Twelve soldiers were killed and forty wounded in the shelling.",
    "The court heard how the attacker stabbed both victims.",
)
_OTHER_SCRIPTS = (
    "Das ist doch völliger Unsinn, aber danke für den Hinweis.",
    "Quel article intéressant, merci à la rédaction !",
    "Eres un imbécil y todos lo saben.",
    "Che bella notizia, finalmente.",
    "Você não sabe do que está falando.",
    "Спасибо за статью, очень интересно.",
    "Ты полный идиот.",
    "Bu karar çok yanlış, yazık.",
    "这篇文章写得很好。",
    "شكرا على هذا المقال",
)
_ODD = (
    "",
    " ",
    "?",
    "😀😀😀 🤬",
    "y0u are an 1d1ot",
    "y o u  i d i o t",
    "YOU ARE ALL IDIOTS!!!!!!!!!!",
    "See https://example.com/a?b=c&d=1 and tell me I am wrong.",
    "<b>bold</b> &amp; [link](x) \u200bzero\u200bwidth",
    "a" * 300,
    "[SEP] and </s> are only words here.",
    "Line one.\nLine two.\r\n\tLine three.",
    "The quick brown fox jumps over the lazy dog. " * 20,
    "A very calm sentence about the weather. " * 80 + "You are an idiot.",
)

PARITY_TEXTS = CIVIL + _HEATED + TOXIC + _IN_CONTEXT + _OTHER_SCRIPTS + _ODD
"""Of every kind that tokenisers and models treat apart, one of them longer than a window."""
