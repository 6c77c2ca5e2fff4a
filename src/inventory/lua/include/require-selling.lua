-- Refuses to take stock unless the sale is selling. KEYS[1] the sale's hash.
-- Returns {'PAUSED'} or {'CLOSED'} from the script.
if saleState == 'paused' then return { 'PAUSED' } end
if saleState ~= 'on_sale' and saleState ~= 'sold_out' then return { 'CLOSED' } end
