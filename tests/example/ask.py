# Which open patents meet a need?  python3 ask.py http://127.0.0.1:8470 '粉が湿気で固まる'
# The server: tensen serve mine.tensen
import json, sys, urllib.request
need = json.dumps({"text": sys.argv[2], "k": 3}).encode()
question = urllib.request.Request(sys.argv[1] + "/api/v1/match", need, {"Content-Type": "application/json"})
with urllib.request.urlopen(question) as answer:
    for offer in json.load(answer)["offers"]:
        print(offer["rank"], offer["id"], offer["title"], offer["applicants"], sep="\t")
        print("", offer["brings"], sep="\t")
