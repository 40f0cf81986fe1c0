-- bench/serve/serve.lua - what wrk asks of `tensen serve`: ideas and search, half and half, four
-- in five by the id of a document (GET), one in five by its text (POST), always another one.
--
-- wrk ... -s bench/serve/serve.lua -- IDS TEXTS    files with one id, one JSON string a line
-- (bench/serve/serve.sh makes them).  Every thread draws with its own seed.
local gets, posts = {}, {}
local count = 0

function setup(thread)
	count = count + 1
	thread:set("seed", count)
end

function init(args)
	math.randomseed(seed)
	for id in io.lines(args[1]) do
		gets[#gets + 1] = wrk.format("GET", "/api/v1/ideas?id=" .. id)
		gets[#gets + 1] = wrk.format("GET", "/api/v1/search?id=" .. id)
	end
	local head = { ["Content-Type"] = "application/json" }
	for text in io.lines(args[2]) do
		local body = '{"text":' .. text .. "}"
		posts[#posts + 1] = wrk.format("POST", "/api/v1/ideas", head, body)
		posts[#posts + 1] = wrk.format("POST", "/api/v1/search", head, body)
	end
end

function request()
	local from = math.random(5) == 1 and posts or gets
	return from[math.random(#from)]
end

function done(summary, latency)
	local e = summary.errors
	io.write(string.format(
		"requests %d, per second %.1f, p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, max %.1f ms, failed %d\n",
		summary.requests, summary.requests / (summary.duration / 1e6),
		latency:percentile(50) / 1e3, latency:percentile(90) / 1e3, latency:percentile(99) / 1e3,
		latency.max / 1e3, e.connect + e.read + e.write + e.status + e.timeout))
end
