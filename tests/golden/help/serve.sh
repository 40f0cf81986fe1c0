# 使い方, complete, in both languages.
tensen serve --help
tensen serve -h --lang en
tensen serve --help --lang en
