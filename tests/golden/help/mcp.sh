# 使い方, complete, in both languages.
tensen mcp --help
tensen mcp -h --lang en
tensen mcp --help --lang en
