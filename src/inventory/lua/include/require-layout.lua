-- Refuses callers whose seat layout differs from the one in Redis.
-- Needs: stockLayout (Redis'); layout (the caller's fingerprint of the seats). Returns {'LAYOUT'} from the script.
if stockLayout ~= layout then return { 'LAYOUT' } end
